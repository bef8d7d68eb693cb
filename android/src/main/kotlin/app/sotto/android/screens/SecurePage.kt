package app.sotto.android

import android.view.*
import android.widget.LinearLayout
import app.sotto.*

/** The secure screen: levels, what both phones do, start. `about`: the contact's id, and the level that was tapped after `:`. */
class SecurePage(host: Host, about: String) : Page<SecureView>(host) {
    private val contact = about.substringBefore(':')
    private val level = about.substringAfter(':', "").toUByteOrNull()
    private val secure = Secure(host)

    override fun isSecure(phone: Phone): Boolean = true
    override fun read(phone: Phone) = phone.secureView(level)
    override fun title(of: SecureView) = of.stops.firstOrNull { it.chosen }?.title?.words.orEmpty()

    override fun LinearLayout.fill(of: SecureView) {
        add(kit.eyeglasses(of.eyeglasses, 48))
        of.simulated?.let { add(kit.banner(listOf(it.words), loud = false)) }
        flow {
            for (stop in of.stops) addView(buttons.choice(stop.title.words, stop.chosen) {
                host.replace(Route(Place.SECURE, "$contact:${stop.level}"))
            })
        }
        for (stop in of.stops) if (stop.chosen) add(kit.card { with(kit) { all(stop.forbids, before = "· ") } })
        of.because.forEach { add(kit.text(it, Style.SMALL)) }
        add(secure.columns(of.columns))
        // the core knows whether there is a call to bring to the level, or one to make
        wide(of.start, Weight.MAIN, R.drawable.call) {
            host.withMicrophone { host.arm({ host.replace(Route(Place.CALL)) }) { it.startSecure(contact.ifEmpty { null }, of.chosen) } }
        }
        wide(of.chatOnly, Weight.SOFT, R.drawable.chat) { host.arm({ host.replace(Route(Place.CHAT, contact)) }) { it.askSecureChat(contact, of.chosen) } }
        wide(of.ding, Weight.SOFT, R.drawable.ding) { host.go(Route(Place.DING, "$contact:${of.chosen}")) }
        if (of.remedies.isNotEmpty()) add(secure.remedies(of.remedies))
    }
}

/** What the screens of secure mode share: the two columns, banners, questions and remedies. */
class Secure(private val host: Host) {
    private val kit = host.kit
    private val buttons = host.buttons

    /** You and the other, one row an operation. */
    fun columns(view: SecureColumns): View = kit.card {
        add(kit.row(4) {
            add(kit.text("", Style.HEAD), weight = 2f)
            add(kit.text(view.you, Style.HEAD).centred(), weight = 1f)
            add(kit.text(view.other, Style.HEAD).centred(), weight = 1f)
        })
        for (row in view.rows) {
            add(kit.line())
            add(kit.row(4) {
                minimumHeight = kit.dp(40)
                add(kit.text(row.operation), weight = 2f)
                add(mark(row.you), weight = 1f)
                add(mark(row.other), weight = 1f)
            })
        }
        view.notes.forEach { add(kit.text(it, Style.SMALL)) }
        readers()
    }

    /** Who reads the screen along: no app can forbid it. */
    fun LinearLayout.readers() = readers(kit.context).takeIf { it.isNotEmpty() }?.let { add(kit.banner(listOf(host.word("readers")) + it, loud = false)) } ?: Unit

    /** The sign, and below it the words: colour and sign are never alone. */
    private fun mark(mark: Mark): View = kit.column {
        gravity = Gravity.CENTER
        val words = listOfNotNull(mark.label.words, mark.prevented?.words).joinToString(". ")
        contentDescription = words
        isFocusable = true
        add(kit.text(mark.symbol, Style.TITLE).centred().apply {
            if (mark.tone == Tone.FAILS) setTextColor(kit.palette.alarm)
            silent()
        })
        add(kit.text(words, Style.SMALL).centred().apply {
            textSize = 11f
            silent()
        })
    }

    fun banner(banner: Banner): View = kit.banner(listOf(banner.words.words, banner.effect.words), loud = true)
    fun question(question: Question): View = kit.card {
        add(kit.text(question.words, Style.STRONG))
        add(kit.row {
            buttons.words(question.agree, Weight.MAIN) { host.arm { it.agree(question) } }?.let { add(it) }
            buttons.words(question.refuse, Weight.PLAIN) { host.run { it.refuse(question) } }?.let { add(it) }
        })
    }

    fun remedies(all: List<Remedy>): View = kit.column(8) {
        for (remedy in all) buttons.wide(buttons.words(remedy.button) { host.run { it.useRemedy(remedy) } })?.let { add(it) }
    }

    private fun View.silent() {
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
    }
}

/** The parts of a screen that say what keeps secure mode from holding. */
fun LinearLayout.parts(secure: Secure, banners: List<Banner>, question: Question?, columns: SecureColumns?, remedies: List<Remedy>) {
    banners.forEach { add(secure.banner(it)) }
    question?.let { add(secure.question(it)) }
    columns?.let { add(secure.columns(it)) }
    if (remedies.isNotEmpty()) add(secure.remedies(remedies))
}
