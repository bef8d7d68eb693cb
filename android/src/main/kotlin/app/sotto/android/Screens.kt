package app.sotto.android

import app.sotto.android.screens.CallPage
import app.sotto.android.screens.ChatPage
import app.sotto.android.screens.ContactPage
import app.sotto.android.screens.DingPage
import app.sotto.android.screens.FoundPage
import app.sotto.android.screens.HomePage
import app.sotto.android.screens.IncomingDingPage
import app.sotto.android.screens.JoinPage
import app.sotto.android.screens.LevelsPage
import app.sotto.android.screens.MyCardPage
import app.sotto.android.screens.ScannerPage
import app.sotto.android.screens.SecurePage
import app.sotto.android.screens.SentDingPage
import app.sotto.android.screens.SettingsPage
import app.sotto.android.ui.Host
import app.sotto.android.ui.Route
import app.sotto.android.ui.Screen

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
)

/** The screen of a route; one that no version knows (it was saved by another) is the first screen. */
fun screenOf(route: Route, host: Host): Screen = (screens[route.name] ?: ::HomePage)(host, route.about)
