package app.sotto.android

import android.content.Intent
import android.os.Bundle
import android.view.WindowManager
import app.sotto.Event
import app.sotto.Phone
import app.sotto.android.screens.FoundPage
import app.sotto.android.screens.HomePage
import app.sotto.android.system.*
import app.sotto.android.ui.Route

/** More than the longest card; what is longer is none. */
private const val LONGEST_LINK = 8_192

/** The app's own window: everything but calls over the lock screen. */
class MainActivity : ShellActivity() {
    private val lock by lazy { AppLock(this) }

    override fun start(phone: Phone): Route = Route(if (phone.firstRunView().needed) Route.JOIN else Route.HOME)

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
    }

    override fun gesture(level: Int) = go(Route(Route.SECURE, ":$level"))
}

/** A call, over the lock screen too. It shows the call and what belongs to it, nothing else of the app. */
class CallActivity : ShellActivity() {
    override fun start(phone: Phone): Route = Route(Route.CALL)

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // what the manifest says from 27 on
        @Suppress("DEPRECATION")
        window.addFlags(WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED or WindowManager.LayoutParams.FLAG_TURN_SCREEN_ON)
    }
}
