package lazo.kernel.metadata;

/** One word of a choice field's list. @param hue colour name of the interface, for example {@code green} */
public record Choice(String key, Label label, String hue, int position, boolean archived) {}
