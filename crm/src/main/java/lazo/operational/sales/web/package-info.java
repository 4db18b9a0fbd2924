/** Screens of sales: the board, the funnel, conversion, the team page, and settings of pipelines and assignment. */
@NullMarked
package lazo.operational.sales.web;

import org.jspecify.annotations.NullMarked;
