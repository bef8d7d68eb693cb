package app.sotto.android.screens

import android.view.View
import android.widget.LinearLayout
import app.sotto.*
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/**
 * What was found in a code, a link or the clipboard, before anything is done with it. `about`: `scanned:` or `pasted:` and
 * the text; a link from outside counts as pasted, for nobody saw the card in person.
 */
class FoundPage(host: Host, about: String) : Screen(host) {
    private val scanned = about.startsWith(SCANNED)
    private val given = about.removePrefix(SCANNED).removePrefix(PASTED)
    private val field = kit.field(host.word("paste_how"), R.id.paste, lines = 4) { bind(host.phone) }
    private val slot = Slot(kit.context)

    override val view: View = page(heading(host.word(if (scanned) "scan" else "add")), null, kit.scrolling(body {
        if (!scanned) add(kit.text(host.word("paste_how")))
        if (!scanned) add(field)
        add(slot)
    }))

    init {
        field.setText(given)
    }

    private fun text(): String = if (scanned) given else field.text.toString().trim()

    override fun bind(phone: Phone): Unit = slot.show(text().ifEmpty { null }?.let(phone::scannerView)) { found ->
        if (found != null) found(found)
    }

    private fun LinearLayout.found(view: ScannerView) {
        add(kit.card {
            add(kit.text(view.words, Style.TITLE))
            view.verified?.let { add(kit.text(it)) }
            view.nothingOpened?.let { add(kit.text(it, Style.STRONG)) }
            view.identifiers.forEach { add(identifierRow(kit, buttons, it)) }
        })
        wide(view.action, Weight.MAIN) { take(view) }
    }

    private fun take(view: ScannerView) {
        when (view.meaning) {
            Meaning.JOIN_LINK -> host.replace(Route(Route.JOIN, text()))
            Meaning.FOREIGN, Meaning.UNUSABLE -> host.replace(Route(Route.SCANNER))
            else -> if (host.run { if (scanned) it.scan(text()) else it.paste(text()) }) host.back()
        }
    }

    companion object {
        const val SCANNED = "scanned:"
        const val PASTED = "pasted:"
    }
}
