/** One model folder made into another, tensor by tensor. Start at {@link dev.cloze.checkpoint.convert.Conversion}. */
@NullMarked
package dev.cloze.checkpoint.convert;

import org.jspecify.annotations.NullMarked;
