package app.sotto.android

import app.sotto.android.screens.*
import app.sotto.android.ui.*

/** Every screen by the name of its route. How a screen is added: one class, one name in [Route], one line here. */
val screens: Map<String, (Host, String) -> Screen> = mapOf(
    Route.HOME to ::HomePage,
    Route.JOIN to ::JoinPage,
    Route.LEVELS to ::LevelsPage,
    Route.MY_CARD to ::MyCardPage,
    Route.SCANNER to ::ScannerPage,
    Route.FOUND to ::FoundPage,
    Route.CONTACT to ::ContactPage,
    Route.CHAT to ::ChatPage,
    Route.SECURE to ::SecurePage,
    Route.CALL to ::CallPage,
    Route.DING to ::DingPage,
    Route.INCOMING_DING to ::IncomingDingPage,
    Route.SENT_DING to ::SentDingPage,
    Route.SETTINGS to ::SettingsPage,
    Route.SECURE_SETTINGS to ::SecureSettingsPage,
    Route.RULE to ::RulePage,
    Route.GESTURE to ::GesturePage,
    Route.ORGANISATIONS to ::OrganisationsPage,
    Route.OFFER to ::OfferPage,
)

/** The screen of a route; one that no version knows (it was saved by another) is the first screen. */
fun screenOf(route: Route, host: Host): Screen = (screens[route.name] ?: ::HomePage)(host, route.about)
