package lazo.platform.secret;

/** Stores encrypted values. After a new key it reads each of them and writes it again. */
public interface SecretHolder {
    /** @return how many values are now encrypted by the newest key */
    int encryptAgain();
}
