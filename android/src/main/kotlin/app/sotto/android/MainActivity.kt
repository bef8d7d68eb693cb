package app.sotto.android

import android.content.Intent
import android.os.Bundle
import app.sotto.Event
import app.sotto.Phone
import app.sotto.android.screens.FoundPage
import app.sotto.android.screens.HomePage
import app.sotto.android.system.AppLock
import app.sotto.android.system.Choices
import app.sotto.android.system.Notices
import app.sotto.android.ui.Route

/** The app's own window: everything but calls over the lock screen. */
class MainActivity : ShellActivity() {
    private val lock by lazy { AppLock(this) }

    override fun start(phone: Phone): Route = if (phone.myCard() == null) Route(Route.JOIN) else Route(Route.HOME)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        sotto.session.whenOpen { phone -> Choices(this).takeIf { it.saidRead }?.let { phone.tellRead(it.tellsRead) } }
    }

    override fun onStart() {
        super.onStart()
        if (Choices(this).locks) lock.ask()
    }

    override fun onStop() {
        lock.left()
        super.onStop()
    }

    override fun arrived(intent: Intent) {
        val link = intent.data
        val opens = intent.getStringExtra(Notices.OPENS)
        when {
            // a link from outside is shown as what it is; nothing is taken from it by itself
            link != null -> begin(Route(Route.HOME), Route(Route.FOUND, FoundPage.PASTED + link.toString().take(LONGEST_LINK)))
            opens != null -> begin(Route(Route.HOME, HomePage.CHATS), Route(Route.CHAT, opens))
            intent.hasExtra(Notices.DING) -> begin(Route(Route.HOME, HomePage.DINGS), Route(Route.INCOMING_DING))
        }
    }

    override fun changed(event: Event?) {
        super.changed(event)
        if (event is Event.Scanned && event.contact.isNotEmpty()) go(Route(Route.CONTACT, event.contact))
        if (event is Event.DingRings) phone.incomingDingView()?.let { go(Route(Route.INCOMING_DING, it.id)) }
    }

    override fun gesture(level: Int) = go(Route(Route.SECURE, ":$level"))

    private companion object {
        /** More than the longest card; what is longer is none. */
        const val LONGEST_LINK = 8_192
    }
}

/** A call, over the lock screen too. It shows the call and what belongs to it, nothing else of the app. */
class CallActivity : ShellActivity() {
    override fun start(phone: Phone): Route = Route(Route.CALL)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        if (android.os.Build.VERSION.SDK_INT >= 27) {
            setShowWhenLocked(true)
            setTurnScreenOn(true)
        } else {
            @Suppress("DEPRECATION")
            window.addFlags(
                android.view.WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED or
                    android.view.WindowManager.LayoutParams.FLAG_TURN_SCREEN_ON,
            )
        }
    }
}
