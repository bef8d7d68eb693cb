package app.sotto.android

import android.Manifest.permission.RECORD_AUDIO
import android.os.Build
import android.view.*
import android.widget.LinearLayout
import app.sotto.*

/** What a screen may ask of the window that it is in. */
interface Host {
    val kit: Kit
    val buttons: Buttons
    val phone: Phone

    /** Whether the person could see what is drawn. */
    val sight: Sight

    /** A word that only the shell says. */
    fun word(key: String): String
    fun go(route: Route)

    /** Goes there instead of where the person is. */
    fun replace(route: Route)
    fun back()

    /** Begins at the first screen: from there on, back leaves. */
    fun home()

    /** Tells something at the bottom of the screen, in this window. */
    fun tell(words: String)

    /** Runs a command of the core; where it refuses, tells why. Whether it was taken. */
    fun run(command: (Phone) -> Unit): Boolean

    /** The same for one that begins secure mode: what is drawn, and `then`, wait until the levers are pulled. */
    fun arm(then: () -> Unit = { }, command: (Phone) -> Unit)

    /** Asks for a permission with its reason; `then` learns whether it is given. `without`: goes on without it, and who closes the sheet does not. */
    fun permitted(permission: String, reason: String, without: String? = null, then: (Boolean) -> Unit)

    /** Asks the system for it at once: the reason stands on the screen. */
    fun request(permission: String, then: (Boolean) -> Unit)

    /** Asks for the microphone; a person who says so goes on without it: then they hear, and the other is told. */
    fun withMicrophone(then: () -> Unit) = permitted(RECORD_AUDIO, word("microphone_why"), word("no_microphone")) { if (it) then() }

    /** Asks on a sheet: each choice with what it does. `left`: the person chose none. */
    fun ask(why: String, choices: List<Pair<String, () -> Unit>>, weight: Weight = Weight.MAIN, left: () -> Unit = {})

    /** Asks before something that cannot be undone. */
    fun sure(action: String, why: String = word("delete_sure"), then: () -> Unit) = ask(why, listOf(action to then), Weight.ALARM)

    /** Lets the person choose a file of this type; its bytes. */
    fun choose(type: String, then: (ByteArray) -> Unit)

    /** Sends sound another way, by the control of this operation. */
    fun route(operation: Operation, to: AudioRoute)
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

    /** The usual shape: a bar, a body, and what stays at the bottom. */
    protected fun page(title: View, actions: View?, body: View, foot: View? = null): View = kit.column {
        add(kit.row(4) {
            minimumHeight = kit.dp(56)
            setPadding(kit.dp(4), kit.dp(4), kit.dp(4), kit.dp(4))
            add(buttons.picture(host.word("back"), R.drawable.back) { host.back() })
            add(title, weight = 1f)
            actions?.let { add(it) }
        })
        add(body, weight = 1f)
        foot?.let { add(it) }
    }

    /** The core's control, where there is one. */
    protected fun ViewGroup.button(control: Button, weight: Weight = Weight.SOFT, icon: Int = 0, tapped: () -> Unit) {
        buttons.words(control, weight, icon, tapped)?.let { add(it) }
    }

    /** The same over the whole width. */
    protected fun ViewGroup.wide(control: Button, weight: Weight = Weight.SOFT, icon: Int = 0, tapped: () -> Unit) {
        buttons.wide(buttons.words(control, weight, icon, tapped))?.let { add(it) }
    }

    /** Buttons beside each other, and below where they do not fit. */
    protected fun ViewGroup.flow(centred: Boolean = false, fill: ViewGroup.() -> Unit) = add(Flow(kit.context, kit.dp(8), centred).apply(fill))

    /** A group with its own heading; `none`: what it says where there is nothing in it. */
    protected fun ViewGroup.part(title: Text, none: Text? = null, fill: LinearLayout.() -> Unit) = add(kit.card {
        add(kit.text(title, Style.HEAD))
        none?.let { add(kit.text(it, Style.SMALL)) }
        fill()
    })

    protected fun heading(words: String): View = kit.text(words, Style.TITLE).apply {
        if (Build.VERSION.SDK_INT >= 28) isAccessibilityHeading = true
        maxLines = 2
    }

    protected fun body(gap: Int = 16, fill: LinearLayout.() -> Unit): LinearLayout = kit.column(gap, fill).apply {
        setPadding(kit.dp(16), kit.dp(8), kit.dp(16), kit.dp(24))
    }
}

/** A screen that is one view of the core's: its name in the bar, the rest below it, built anew when it differs. */
abstract class Page<V : Any>(host: Host) : Screen(host) {
    private val title = Slot(kit.context, LinearLayout.HORIZONTAL)
    private val slot = Slot(kit.context, gap = kit.dp(16))

    /** Stands in the bar, after the name. */
    protected open val actions: View? get() = null

    /** What the person writes; it stays while the rest changes. */
    protected open val fields: List<View> get() = emptyList()

    override val view: View by lazy {
        page(title, actions, kit.scrolling(body {
            fields.forEach { add(it) }
            add(slot)
        }))
    }

    /** What the core says now; null where there is no such thing any more. */
    protected abstract fun read(phone: Phone): V?
    protected abstract fun title(of: V): String
    protected abstract fun LinearLayout.fill(of: V)

    override fun bind(phone: Phone) {
        val now = read(phone)
        title.show(now?.let(::title) ?: host.word("gone")) { add(heading(it)) }
        slot.show(now) { if (it != null) fill(it) }
    }
}
