/**
 * Small trainable additions to a frozen model: a {@link dev.cloze.nn.Weights} that answers some names differently. Start at
 * {@link dev.cloze.adapter.Adapter}.
 */
@NullMarked
package dev.cloze.adapter;

import org.jspecify.annotations.NullMarked;
