package lazo.platform.outbound;

import java.io.IOException;

/** A call that was not made, because its address leads where it may not go. */
public final class OutboundRefusal extends IOException {
    OutboundRefusal(String why) {
        super(why);
    }
}
