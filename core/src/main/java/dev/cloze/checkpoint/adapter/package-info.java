/** Folders of adapters as PEFT and AdapterHub keep them. Start at {@link dev.cloze.checkpoint.adapter.AdapterFolder}. */
@NullMarked
package dev.cloze.checkpoint.adapter;

import org.jspecify.annotations.NullMarked;
