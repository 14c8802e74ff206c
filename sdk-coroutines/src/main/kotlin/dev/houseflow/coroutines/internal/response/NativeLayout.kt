package dev.houseflow.coroutines.internal.response

import dev.houseflow.RequestOptions
import dev.houseflow.coroutines.internal.request.ClientOptions
import dev.houseflow.internal.block.Revision

/**
 * What a request's settings make of the blocks of its answer.
 *
 * @property revision the `client_protocol_version` that is asked for, which a server may pass over;
 * 0 for none.
 * @property binaryTypes whether the types of columns come in binary form.
 * @property escapedDots whether a dot inside of a name in JSON comes as `%2E`.
 */
internal class NativeLayout(val revision: Int, val binaryTypes: Boolean, val escapedDots: Boolean) {
    companion object {
        /** The blocks of a request that sets nothing about them. */
        val PLAIN = NativeLayout(0, binaryTypes = false, escapedDots = false)

        /**
         * Throws `ConfigurationException` when blocks of the revision that the settings ask for are
         * not known here.
         */
        fun of(request: RequestOptions, options: ClientOptions): NativeLayout {
            val revision = Revision.of(options.setting(request, Revision.PARAMETER))
            val binaryTypes = options.setting(request, "output_format_native_encode_types_in_binary_format").isOn()
            val escapedDots = options.setting(request, "json_type_escape_dots_in_keys").isOn()
            return if (revision == 0 && !binaryTypes && !escapedDots) PLAIN else NativeLayout(revision, binaryTypes, escapedDots)
        }

        private fun String?.isOn(): Boolean = this == "1" || this?.lowercase() == "true"
    }
}
