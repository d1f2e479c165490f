/** The only door to libtorch: scopes, devices, precision, seeds, named weights. Start at {@link dev.cloze.tensor.Parameters}. */
@NullMarked
package dev.cloze.tensor;

import org.jspecify.annotations.NullMarked;
