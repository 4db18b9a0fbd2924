package lazo.kernel.webhook;

/** A webhook stopped by itself: somebody should look at it. @param userId who made it */
public record WebhookPaused(long webhookId, String name, long userId, Webhook.Pause why) {}
