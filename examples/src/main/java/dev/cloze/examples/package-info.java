/** Programs to begin from: each is an example of the README, whole. */
@NullMarked
package dev.cloze.examples;

import org.jspecify.annotations.NullMarked;
