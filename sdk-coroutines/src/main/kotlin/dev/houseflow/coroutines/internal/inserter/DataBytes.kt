package dev.houseflow.coroutines.internal.inserter

import dev.houseflow.BlockBuilder
import dev.houseflow.internal.block.NativeWriter
import dev.houseflow.internal.wire.ByteSink

/** How many bytes the rows take in Native, before compression. */
internal fun BlockBuilder.dataBytes(): Long = ByteSink(zeroCopy = true).also { NativeWriter.write(this, it) }.size
