package lazo.platform.xml;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element that was read: names without prefixes, white space around texts taken off. A document type is refused, so
 * nothing can be fetched or expanded.
 *
 * @param text of the element itself, not of those inside it
 */
public record XmlNode(String name, Map<String, String> attributes, List<XmlNode> children, String text) {
    private static final int DEEPEST = 100;
    private static final Pattern ENCODING =
            Pattern.compile("^\\s*<\\?xml[^>]{0,100}encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']");
    private static final XMLInputFactory FACTORY = factory();

    public XmlNode {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("Nothing is fetched");
        });
        return factory;
    }

    /** @throws XmlProblem when this is no XML, or XML with a document type, or nested beyond reason */
    public static XmlNode read(byte[] document) throws XmlProblem {
        List<XmlNode> found = new ArrayList<>();
        each(document, "", found::add);
        return found.getFirst();
    }

    /**
     * Hears of every element of that name, one after the other, without keeping the rest.
     *
     * @param wanted the local name, or empty for the whole document
     */
    public static void each(byte[] document, String wanted, Consumer<XmlNode> found) throws XmlProblem {
        try {
            XMLStreamReader in = FACTORY.createXMLStreamReader(new StringReader(decoded(document)));
            try {
                while (in.hasNext()) {
                    int event = in.next();
                    if (event == XMLStreamConstants.DTD) {
                        throw new XmlProblem("It has a document type", null);
                    }
                    if (event == XMLStreamConstants.START_ELEMENT
                            && (wanted.isEmpty() || wanted.equals(in.getLocalName()))) {
                        found.accept(node(in, 0));
                    }
                }
            } finally {
                in.close();
            }
        } catch (XMLStreamException malformed) {
            throw new XmlProblem("It is no XML that can be read", malformed);
        }
    }

    /** As its first bytes or its first line say; in UTF-8 where they say nothing. */
    private static String decoded(byte[] document) throws XmlProblem {
        String start = new String(document, 0, Math.min(document.length, 200), StandardCharsets.ISO_8859_1);
        Matcher declared = ENCODING.matcher(start);
        try {
            Charset charset = start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe")
                    ? StandardCharsets.UTF_16
                    : declared.find() ? Charset.forName(declared.group(1)) : StandardCharsets.UTF_8;
            String text = charset.newDecoder().decode(ByteBuffer.wrap(document)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException | IllegalArgumentException unreadable) {
            throw new XmlProblem("It is not written as it says", unreadable);
        }
    }

    private static XmlNode node(XMLStreamReader in, int depth) throws XMLStreamException, XmlProblem {
        if (depth > DEEPEST) {
            throw new XmlProblem("It is nested too deeply", null);
        }
        String name = in.getLocalName();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < in.getAttributeCount(); i++) {
            attributes.put(in.getAttributeLocalName(i), in.getAttributeValue(i));
        }
        List<XmlNode> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int event = in.next(); event != XMLStreamConstants.END_ELEMENT; event = in.next()) {
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> children.add(node(in, depth + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(in.getText());
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XmlProblem("It has an entity of its own", null);
                default -> {}
            }
        }
        return new XmlNode(name, attributes, children, text.toString().strip());
    }

    public List<XmlNode> all(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /** The first one at the end of a path of names, such as {@code "Party/PartyName/Name"}. */
    public Optional<XmlNode> at(String path) {
        Optional<XmlNode> here = Optional.of(this);
        for (String step : path.split("/", -1)) {
            here = here.flatMap(node -> node.children.stream()
                    .filter(child -> child.name.equals(step))
                    .findFirst());
        }
        return here;
    }

    /** The text at the end of a path, or empty when there is none. */
    public Optional<String> textAt(String path) {
        return at(path).map(XmlNode::text).filter(found -> !found.isEmpty());
    }

    public Optional<String> attribute(String key) {
        return Optional.ofNullable(attributes.get(key));
    }
}
