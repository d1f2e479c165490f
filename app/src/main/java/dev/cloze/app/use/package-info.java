/** Trained models in use: opening a folder, reading texts, writing what the model made of them. */
@NullMarked
package dev.cloze.app.use;

import org.jspecify.annotations.NullMarked;
