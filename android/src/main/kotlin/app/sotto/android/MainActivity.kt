package app.sotto.android

import android.app.KeyguardManager
import android.content.Intent
import android.os.Bundle
import android.view.WindowManager
import app.sotto.*

/** More than the longest card; what is longer is none. */
private const val LONGEST_LINK = 8_192

/** The app's own window: everything but calls over the lock screen. */
class MainActivity : ShellActivity() {
    private val lock by lazy { AppLock(this) }

    override fun start(phone: Phone): Route = Route(if (phone.firstRunView().needed) Place.JOIN else Place.HOME)

    override val concealed: Boolean get() = lock.locked

    override fun onStart() {
        lock.ask()
        super.onStart()
    }

    override fun onStop() {
        lock.left()
        super.onStop()
    }

    override fun arrived(intent: Intent) {
        val link = intent.data
        // whoever sends it: what cannot be read is not there
        val opens = intent.word(Notices.OPENS)
        val next = sotto.next
        sotto.next = null
        when {
            next != null -> begin(Route(Place.HOME), next)
            // a link from outside is shown as what it is; nothing is taken from it by itself
            link != null -> begin(Route(Place.HOME), Route(Place.FOUND, FoundPage.PASTED + link.toString().take(LONGEST_LINK)))
            opens == "" -> begin(Route(Place.HOME, HomePage.CHATS))
            opens != null -> begin(Route(Place.HOME, HomePage.CHATS), Route(Place.CHAT, opens))
        }
    }

    override fun changed(event: Event?) {
        super.changed(event)
        if (event is Event.Scanned && event.contact.isNotEmpty()) go(Route(Place.CONTACT, event.contact))
    }

    /** With whom: the person of the chat or page that is open. */
    override fun gesture(level: Int) = go(Route(Place.SECURE, "${place?.contact.orEmpty()}:$level"))
}

/** What a call's window shows. */
private val OWN = setOf(Place.CALL, Place.SECURE, Place.INCOMING_DING)

/** A call or a Ding, over the lock screen too. It shows that and what belongs to it, nothing else of the app. */
class CallActivity : ShellActivity() {
    /** The call that was answered on its notification, by its number. */
    private var answers: ULong? = null

    override fun start(phone: Phone): Route =
        (phone.front() as? Front.Ding)?.let { Route(Place.INCOMING_DING, it.ding) } ?: Route(Place.CALL)

    override fun arrived(intent: Intent) {
        Notices.numbered(intent, Notices.ANSWER)?.let { answers = it }
    }

    override fun settled() {
        super.settled()
        val number = answers?.takeIf { screen != null } ?: return
        answers = null
        withMicrophone { run { it.answerNumbered(number) } }
    }

    override fun go(route: Route) = if (route.place in OWN) super.go(route) else leave(route)
    override fun replace(route: Route) = if (route.place in OWN) super.replace(route) else leave(route)
    override fun home() = leave(Route(Place.HOME))

    /** Everything else is in the app's own window, behind the phone's lock and the app's. */
    private fun leave(route: Route) {
        val opens = {
            sotto.next = route
            startActivity(Intent(this, MainActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
        }
        val keyguard = service<KeyguardManager>()
        if (!keyguard.isKeyguardLocked) return opens()
        keyguard.requestDismissKeyguard(this, object : KeyguardManager.KeyguardDismissCallback() {
            override fun onDismissSucceeded() = opens()
        })
    }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // what the manifest says from 27 on
        @Suppress("DEPRECATION")
        window.addFlags(WindowManager.LayoutParams.FLAG_SHOW_WHEN_LOCKED or WindowManager.LayoutParams.FLAG_TURN_SCREEN_ON)
    }
}
