/**
 * What customers write, in Spanish and English: is it praise or complaint and why ({@link lazo.analytics.text.Sentiment}),
 * in which language ({@link lazo.analytics.text.LanguageDetector}), about what ({@link lazo.analytics.text.AspectDictionary})
 * and in which recurring words ({@link lazo.analytics.text.Keyphrases}).
 */
@NullMarked
package lazo.analytics.text;

import org.jspecify.annotations.NullMarked;
