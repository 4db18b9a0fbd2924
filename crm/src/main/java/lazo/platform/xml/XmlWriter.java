package lazo.platform.xml;

import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes one XML document, element by element; names carry their prefix. Characters that XML cannot hold are left out. */
public final class XmlWriter {
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter text = new StringWriter();
    private final Map<String, String> namespaces;
    private final XMLStreamWriter out;
    private final Deque<String> path = new ArrayDeque<>();

    /** @param namespaces by prefix; the empty prefix is for names without one */
    public XmlWriter(Map<String, String> namespaces) {
        this.namespaces = namespaces;
        try {
            this.out = FACTORY.createXMLStreamWriter(text);
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** With the line that says it is XML in UTF-8. */
    public XmlWriter declaration() {
        return doing(() -> out.writeStartDocument("UTF-8", "1.0"));
    }

    public XmlWriter open(String name) {
        return doing(() -> {
            boolean first = path.isEmpty();
            out.writeStartElement(prefix(name), local(name), namespace(name));
            path.push(name);
            if (first) {
                for (var one : namespaces.entrySet()) {
                    if (one.getKey().isEmpty()) {
                        out.writeDefaultNamespace(one.getValue());
                    } else {
                        out.writeNamespace(one.getKey(), one.getValue());
                    }
                }
            }
        });
    }

    /** @param name of what is closed, so that nothing is closed by mistake */
    public XmlWriter close(String name) {
        if (!name.equals(path.peek())) {
            throw new IllegalStateException("Closing %s inside %s".formatted(name, path.peek()));
        }
        path.pop();
        return doing(out::writeEndElement);
    }

    /** Of the element that has just been opened. Nothing is written for null. */
    public XmlWriter attribute(String name, @Nullable String value) {
        return value == null ? this : doing(() -> out.writeAttribute(name, valid(value)));
    }

    public XmlWriter text(String value) {
        return doing(() -> out.writeCharacters(valid(value)));
    }

    /** An element with a text. Nothing is written for null or an empty text. */
    public XmlWriter element(String name, @Nullable String value) {
        return value == null || value.isEmpty() ? this : open(name).text(value).close(name);
    }

    /** An element with a text and one attribute. */
    public XmlWriter element(String name, @Nullable String value, String attribute, @Nullable String attributeValue) {
        return value == null || value.isEmpty()
                ? this
                : open(name).attribute(attribute, attributeValue).text(value).close(name);
    }

    /** What was read somewhere else, with all it holds. */
    public XmlWriter node(XmlNode node, String prefix) {
        String name = prefix.isEmpty() ? node.name() : prefix + ":" + node.name();
        open(name);
        node.attributes().forEach(this::attribute);
        if (!node.text().isEmpty()) {
            text(node.text());
        }
        node.children().forEach(child -> node(child, prefix));
        return close(name);
    }

    /** The whole document, once everything is closed. */
    public String document() {
        if (!path.isEmpty()) {
            throw new IllegalStateException("Still open: " + path);
        }
        doing(out::flush);
        return text.toString();
    }

    private static String prefix(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? "" : name.substring(0, colon);
    }

    private static String local(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private String namespace(String name) {
        String prefix = prefix(name);
        return prefix.isEmpty()
                ? namespaces.getOrDefault("", "")
                : Objects.requireNonNull(namespaces.get(prefix), "no namespace for " + name);
    }

    private static String valid(String value) {
        if (value.codePoints().allMatch(XmlWriter::isValid)) {
            return value;
        }
        StringBuilder kept = new StringBuilder(value.length());
        value.codePoints().filter(XmlWriter::isValid).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean isValid(int point) {
        return point == '\t'
                || point == '\n'
                || point == '\r'
                || point >= 0x20 && point <= 0xD7FF
                || point >= 0xE000 && point <= 0xFFFD
                || point >= 0x10000;
    }

    private interface Step {
        void run() throws XMLStreamException;
    }

    private XmlWriter doing(Step step) {
        try {
            step.run();
            return this;
        } catch (XMLStreamException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
