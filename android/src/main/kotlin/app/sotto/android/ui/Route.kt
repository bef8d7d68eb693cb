package app.sotto.android.ui

/** Where the person is: what survives rotation and process death, and nothing else does. */
data class Route(val name: String, val about: String = "") {
    override fun toString(): String = "$name/$about"

    companion object {
        const val HOME = "home"
        const val JOIN = "join"
        const val LEVELS = "levels"
        const val MY_CARD = "card"
        const val SCANNER = "scanner"
        const val FOUND = "found"
        const val CONTACT = "contact"
        const val CHAT = "chat"
        const val SECURE = "secure"
        const val CALL = "call"
        const val DING = "ding"
        const val INCOMING_DING = "incoming_ding"
        const val SENT_DING = "sent_ding"
        const val SETTINGS = "settings"
        const val SECURE_SETTINGS = "secure_settings"
        const val RULE = "rule"
        const val GESTURE = "gesture"
        const val ORGANISATIONS = "organisations"
        const val OFFER = "offer"

        fun of(saved: String): Route = Route(saved.substringBefore('/'), saved.substringAfter('/', ""))
    }
}
