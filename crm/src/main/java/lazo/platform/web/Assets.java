package lazo.platform.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Style sheets, scripts, icons and pictures, read once at the start, joined, compressed, and named after their content so
 * that a browser may keep them for ever.
 *
 * <p>All of {@code static/css} becomes {@code app.css}, all of {@code static/js} becomes {@code app.js}, each file of
 * {@code static/js/page} stays a file of its own, and the icons named in {@code icons/*.txt} become one sprite.
 */
public final class Assets {
    private static final String WEBJARS = "classpath*:META-INF/resources/webjars/";
    private static final Pattern DRAWING = Pattern.compile("<svg[^>]*>(.*)</svg>", Pattern.DOTALL);
    private static final Pattern BOUNDS = Pattern.compile("<path stroke=\"none\"[^>]*/>");
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,60}");

    private final ResourcePatternResolver files = new PathMatchingResourcePatternResolver();
    private final Map<String, Asset> byName = new TreeMap<>();
    private final Map<String, Asset> byFile = new TreeMap<>();
    private final Map<String, Optional<String>> drawings = new ConcurrentHashMap<>();
    private final TreeSet<String> sprite = new TreeSet<>();
    private final String iconFolder;
    private final String version;

    /** One file as it is sent. */
    record Asset(String file, String type, byte[] plain, byte[] gzipped) {}

    private Assets() throws IOException {
        iconFolder = iconFolder();
        add("app.css", "text/css;charset=UTF-8", joinedStyles());
        add("app.js", "text/javascript;charset=UTF-8", joinedScripts());
        add("htmx.js", "text/javascript;charset=UTF-8", webJar("htmx.org/*/dist/htmx.min.js"));
        add("sortable.js", "text/javascript;charset=UTF-8", webJar("sortablejs/*/Sortable.min.js"));
        add("icons.svg", "image/svg+xml;charset=UTF-8", iconSprite());
        for (Resource script : files.getResources("classpath*:static/js/page/*.js")) {
            add("page/" + name(script), "text/javascript;charset=UTF-8", text(script));
        }
        for (Resource picture : files.getResources("classpath*:static/img/*.*")) {
            String type = name(picture).endsWith(".svg") ? "image/svg+xml;charset=UTF-8" : "image/png";
            add("img/" + name(picture), type, picture.getContentAsByteArray());
        }
        version = hash(String.join(" ", byFile.keySet()).getBytes(StandardCharsets.UTF_8));
    }

    public static Assets load() {
        try {
            return new Assets();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String url(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("No asset '%s'; there are %s".formatted(name, byName.keySet()));
        }
        return "/assets/" + asset.file();
    }

    /** Changes whenever any asset does. */
    String version() {
        return version;
    }

    List<String> urls() {
        return byFile.keySet().stream().map(file -> "/assets/" + file).toList();
    }

    Optional<Asset> find(String file) {
        return Optional.ofNullable(byFile.get(file));
    }

    Asset named(String name) {
        return Optional.ofNullable(byName.get(name)).orElseThrow();
    }

    /** For {@code <use href>}: from the sprite, or a file of its own for an icon that only a pack names. */
    String icon(String name) {
        if (sprite.contains(name)) {
            return url("icons.svg") + "#" + name;
        }
        return drawing(name).isPresent() ? "/assets/icon/" + name + ".svg#i" : url("icons.svg") + "#circle-dashed";
    }

    Optional<String> singleIcon(String name) {
        return drawing(name)
                .map(drawing -> "<svg xmlns=\"http://www.w3.org/2000/svg\">" + symbol("i", drawing) + "</svg>");
    }

    private String joinedStyles() throws IOException {
        String all = Arrays.stream(files.getResources("classpath*:static/css/**/*.css"))
                .sorted(Comparator.comparing(Assets::path))
                .map(Assets::text)
                .collect(Collectors.joining("\n"));
        String layers = "@layer tokens, base, layout, components, screens, utilities;\n";
        return layers
                + all.replaceAll("(?s)/\\*.*?\\*/", "")
                        .replaceAll("\\n\\s*", "\n")
                        .strip();
    }

    /** Each file keeps its names to itself; what files share hangs on {@code lazo}, which comes first. */
    private String joinedScripts() throws IOException {
        return Arrays.stream(files.getResources("classpath*:static/js/*.js"))
                .sorted(Comparator.comparing((Resource file) -> !name(file).equals("lazo.js"))
                        .thenComparing(Assets::name))
                .map(file -> "(() => {\n" + text(file) + "})();\n")
                .collect(Collectors.joining("", "\"use strict\";\n", ""));
    }

    private String iconSprite() throws IOException {
        for (Resource list : files.getResources("classpath*:icons/*.txt")) {
            text(list)
                    .lines()
                    .map(String::strip)
                    .filter(line -> NAME.matcher(line).matches())
                    .forEach(sprite::add);
        }
        StringBuilder svg = new StringBuilder("<!-- Icons: Tabler, MIT licence, https://tabler.io/icons -->\n");
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\">");
        for (String name : sprite) {
            svg.append(symbol(
                    name,
                    drawing(name)
                            .orElseThrow(() -> new IllegalStateException(
                                    "icons/*.txt names '%s', which Tabler does not have".formatted(name)))));
        }
        return svg.append("</svg>").toString();
    }

    private static String symbol(String id, String drawing) {
        return "<symbol id=\"" + id + "\" viewBox=\"0 0 24 24\">" + drawing + "</symbol>";
    }

    private Optional<String> drawing(String name) {
        return NAME.matcher(name).matches() ? drawings.computeIfAbsent(name, this::read) : Optional.empty();
    }

    private Optional<String> read(String name) {
        Resource file = files.getResource(iconFolder + name + ".svg");
        if (!file.exists()) {
            return Optional.empty();
        }
        Matcher drawing = DRAWING.matcher(text(file));
        return drawing.find()
                ? Optional.of(BOUNDS.matcher(drawing.group(1)).replaceAll("").replaceAll("\\s*\\n\\s*", ""))
                : Optional.empty();
    }

    private String iconFolder() throws IOException {
        Resource anIcon = one("tabler__icons/*/icons/outline/circle-dashed.svg");
        String path = path(anIcon);
        return "classpath:" + path.substring(path.indexOf("META-INF/resources/webjars"), path.lastIndexOf('/') + 1);
    }

    private String webJar(String pattern) throws IOException {
        return text(one(pattern));
    }

    private Resource one(String pattern) throws IOException {
        Resource[] found = files.getResources(WEBJARS + pattern);
        if (found.length != 1) {
            throw new IllegalStateException(
                    "Expected one file %s on the class path, found %d".formatted(pattern, found.length));
        }
        return found[0];
    }

    private void add(String name, String type, String content) {
        add(name, type, content.getBytes(StandardCharsets.UTF_8));
    }

    private void add(String name, String type, byte[] content) {
        int dot = name.lastIndexOf('.');
        String file = name.substring(0, dot).replace('/', '-') + "-" + hash(content) + name.substring(dot);
        Asset asset = new Asset(file, type, content, gzip(content));
        byName.put(name, asset);
        byFile.put(file, asset);
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static String name(Resource file) {
        return Optional.ofNullable(file.getFilename()).orElseThrow();
    }

    private static String path(Resource file) {
        try {
            return file.getURL().toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String text(Resource file) {
        try {
            return file.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
