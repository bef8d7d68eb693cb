package app.sotto.android.ui

import android.os.Build
import android.view.View
import android.widget.LinearLayout
import app.sotto.Operation
import app.sotto.Phone
import app.sotto.android.R

/** What a screen may ask of the window that it is in. */
interface Host {
    val kit: Kit
    val buttons: Buttons
    val phone: Phone

    /** A word that only the shell says. */
    fun word(key: String): String

    fun go(route: Route)

    /** Goes there instead of where the person is. */
    fun replace(route: Route)

    fun back()

    /** Tells something at the bottom of the screen, in this window. */
    fun tell(words: String)

    /** Runs a command of the core; where it refuses, tells why. Whether it was taken. */
    fun run(command: (Phone) -> Unit): Boolean

    /** Asks for a permission with its reason, where it is not given yet; `then` learns whether it is. */
    fun permitted(permission: String, reason: String, then: (Boolean) -> Unit)

    /** Asks for the microphone and goes on either way: without it the person hears, and the other is told. */
    fun withMicrophone(then: () -> Unit) =
        permitted(android.Manifest.permission.RECORD_AUDIO, word("microphone_why")) { then() }

    /** Asks before something that cannot be undone. */
    fun sure(action: String, then: () -> Unit)

    /** Lets the person choose a picture; its bytes. */
    fun choosePicture(then: (ByteArray) -> Unit)

    /** Sends sound another way: the loudspeaker, a headset, or back. */
    fun route(way: Operation)

    fun share(text: String)
}

/**
 * One screen: builds its views once and binds what the core says to them. It has no state of its own and decides
 * nothing.
 */
abstract class Screen(protected val host: Host) {
    protected val kit get() = host.kit
    protected val buttons get() = host.buttons

    /** Secure mode changes the whole screen; the core's view says whether it is on. */
    open fun isSecure(phone: Phone): Boolean = false

    /** What it shows changes with time alone. */
    open val ticks: Boolean = false

    abstract val view: View

    /** Reads the core's views anew: at first, and after each event. */
    abstract fun bind(phone: Phone)

    open fun shown() = Unit

    open fun hidden() = Unit

    /** The back key: whether the screen has used it up. */
    open fun back(): Boolean = false

    /** The usual shape: a bar, a body that scrolls, and what stays at the bottom. */
    protected fun page(title: View, actions: View?, body: View, foot: View? = null): View = kit.column {
        add(bar(title, actions))
        add(kit.scrolling(body), weight = 1f)
        foot?.let { add(it) }
    }

    protected fun bar(title: View, actions: View?): View = kit.row(4) {
        minimumHeight = kit.dp(56)
        setPadding(kit.dp(4), kit.dp(4), kit.dp(4), kit.dp(4))
        add(buttons.picture(host.word("back"), R.drawable.back) { host.back() })
        add(title, weight = 1f)
        actions?.let { add(it) }
    }

    protected fun heading(words: String): View = kit.text(words, Kit.Style.TITLE).apply {
        if (Build.VERSION.SDK_INT >= 28) isAccessibilityHeading = true
        maxLines = 2
    }

    protected fun body(gap: Int = 16, fill: LinearLayout.() -> Unit): LinearLayout = kit.column(gap, fill).apply {
        setPadding(kit.dp(16), kit.dp(8), kit.dp(16), kit.dp(24))
    }
}
