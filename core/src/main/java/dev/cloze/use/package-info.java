/** Trained models in use: a folder opened, what it answers, and closed again. */
@NullMarked
package dev.cloze.use;

import org.jspecify.annotations.NullMarked;
