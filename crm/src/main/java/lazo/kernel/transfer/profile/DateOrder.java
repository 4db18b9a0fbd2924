package lazo.kernel.transfer.profile;

/** In which order a date in figures names its parts. */
public enum DateOrder {
    DAY_MONTH_YEAR,
    MONTH_DAY_YEAR,
    YEAR_MONTH_DAY
}
