/** The orders that a run may ask for, found as a service. Start at {@link dev.cloze.seqio.order.SeqioOrders}. */
@NullMarked
package dev.cloze.seqio.order;

import org.jspecify.annotations.NullMarked;
