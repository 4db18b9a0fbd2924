package lazo.kernel.api.web;

import lazo.kernel.api.ApiKey;

/** One key in the list. @param user the name of whom it asks for */
public record KeyRow(ApiKey key, String user, boolean usable, boolean expired) {}
