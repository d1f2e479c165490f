/** The shapes of networks, as their files say them. Start at {@link dev.cloze.model.config.ModelConfig}. */
@NullMarked
package dev.cloze.model.config;

import org.jspecify.annotations.NullMarked;
