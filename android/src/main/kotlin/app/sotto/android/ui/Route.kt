package app.sotto.android

/** Every screen. How one is added: one class, one line here. */
enum class Place(val screen: (Host, String) -> Screen) {
    HOME(::HomePage),
    JOIN(::JoinPage),
    LEVELS(::LevelsPage),
    MY_CARD(::MyCardPage),
    SCANNER(::ScannerPage),
    FOUND(::FoundPage),
    CONTACT(::ContactPage),
    CHAT(::ChatPage),
    SECURE(::SecurePage),
    CALL(::CallPage),
    DING(::DingPage),
    INCOMING_DING(::IncomingDingPage),
    SENT_DING(::SentDingPage),
    SETTINGS(::SettingsPage),
    SECURE_SETTINGS(::SecureSettingsPage),
    RULE(::RulePage),
    GESTURE(::GesturePage),
    ORGANISATIONS(::OrganisationsPage),
    OFFER(::OfferPage),
}

/** Where the person is: it survives rotation and process death. */
data class Route(val place: Place, val about: String = "") {
    override fun toString(): String = "$place/$about"

    /** Whose chat or page it is. */
    val contact: String? get() = about.substringBefore(':').takeIf { place in setOf(Place.CHAT, Place.CONTACT, Place.SECURE) }

    companion object {
        /** One that no version knows (it was saved by another) is the first screen. */
        fun of(saved: String): Route {
            val place = Place.entries.firstOrNull { it.name == saved.substringBefore('/') }
            return if (place == null) Route(Place.HOME) else Route(place, saved.substringAfter('/', ""))
        }
    }
}
