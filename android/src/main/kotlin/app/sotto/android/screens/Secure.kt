package app.sotto.android.screens

import android.view.Gravity
import android.view.View
import android.widget.LinearLayout
import app.sotto.*
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

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
    }

    /** The sign, and below it the words: colour and sign are never alone. */
    private fun mark(mark: Mark): View = kit.column {
        gravity = Gravity.CENTER
        val words = listOfNotNull(mark.label.words, mark.prevented?.words).joinToString(". ")
        contentDescription = words
        isFocusable = true
        add(kit.text(mark.symbol, Style.TITLE).centred().apply { silent() })
        add(kit.text(words, Style.SMALL).centred().apply {
            textSize = 11f
            silent()
        })
    }

    fun banner(banner: Banner): View = kit.banner(listOf(banner.words.words, banner.effect.words), loud = true)

    fun question(question: Question): View = kit.card {
        add(kit.text(question.words, Style.STRONG))
        add(kit.row {
            buttons.words(question.agree, Weight.MAIN) { host.run { it.agree(question) } }?.let { add(it) }
            buttons.words(question.refuse, Weight.PLAIN) { host.run { it.refuse(question) } }?.let { add(it) }
        })
    }

    fun remedies(all: List<Remedy>): View = kit.column(8) {
        for (remedy in all) {
            buttons.wide(buttons.words(remedy.button) { host.run { it.useRemedy(remedy) } })?.let { add(it) }
        }
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
