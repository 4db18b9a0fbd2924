package lazo.kernel.transfer.mapping;

/**
 * A column and the field it seems to belong to.
 *
 * @param position of the column in the file
 * @param field key of the field, with the part of an address behind a dot
 * @param confidence from 0 to 1
 */
public record Guess(int position, String field, double confidence) {}
