package app.sotto.android

import android.Manifest
import android.view.*
import android.widget.FrameLayout
import android.widget.LinearLayout
import app.sotto.*

/** The camera, and other ways to read a code. A hit leads to what was found; nothing is opened by itself. */
class ScannerPage(host: Host, private val about: String) : Screen(host) {
    private val picture = TextureView(kit.context)
    private val state = Slot(kit.context)
    private val camera = CameraScanner(kit.context, picture, found = ::found, lost = ::lost)

    override val view: View = FrameLayout(kit.context).apply {
        setBackgroundColor(0xFF0C1010.toInt())
        addView(picture, -1, -1)
        val side = kit.dp(248)
        addView(View(kit.context).apply { background = kit.round(0, 24).apply { setStroke(kit.dp(3), 0xFFFFFFFF.toInt()) } }, FrameLayout.LayoutParams(side, side, Gravity.CENTER))
        addView(kit.column {
            add(kit.row { add(buttons.picture(host.word("back"), R.drawable.back) { host.back() }) }
                .apply { setBackgroundColor(kit.palette.ground) })
            add(state)
        })
        addView(kit.column(12) {
            setPadding(kit.dp(24), kit.dp(16), kit.dp(24), kit.dp(24))
            setBackgroundColor(kit.palette.ground)
            add(kit.text(host.word("scanner_how")).centred())
            flow(centred = true) {
                addView(buttons.plain(host.word("light"), Weight.SOFT, R.drawable.light) { camera.light() })
                addView(buttons.plain(host.word("picture"), Weight.SOFT, R.drawable.picture) { host.choose("image/*", camera::picture) })
                addView(buttons.plain(host.word("add"), Weight.SOFT, R.drawable.add) { host.replace(Route(Place.FOUND)) })
            }
        }, FrameLayout.LayoutParams(-1, -2, Gravity.BOTTOM))
    }

    override fun bind(phone: Phone) = Unit

    private var asked = false

    /** The system's own window for files or permissions lies above for a while: nothing is asked twice. */
    override fun shown() {
        if (about == PICTURE && !asked) host.choose("image/*", camera::picture) else if (about != PICTURE) look()
        asked = true
    }

    private fun look() {
        host.permitted(Manifest.permission.CAMERA, host.word("camera_why")) { given ->
            if (given) state.show(null) { }.also { camera.start() } else say("camera_why")
        }
    }

    private fun lost() {
        camera.stop()
        say("camera_busy") { add(buttons.plain(host.word("retry"), Weight.MAIN) { look() }) }
    }

    override fun hidden() = camera.stop()
    private fun say(key: String, more: LinearLayout.() -> Unit = { }) = state.show(key) { add(kit.banner(listOf(host.word(it)), loud = false)).also { more() } }

    private fun found(text: String?, seen: Boolean) {
        if (text == null) return say("picture_none")
        picture.performHapticFeedback(HapticFeedbackConstants.VIRTUAL_KEY)
        host.replace(Route(Place.FOUND, (if (seen) FoundPage.SCANNED else FoundPage.PASTED) + text))
    }

    companion object {
        /** `about`: a picture is chosen first. */
        const val PICTURE = "picture"
    }
}

/**
 * What was found in a code, a link, a picture or the clipboard, before anything is done with it. `about`: `scanned:` and the
 * text where the camera saw it; else `pasted:`, for nobody saw the card in person.
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

    override fun bind(phone: Phone): Unit = slot.show(text().ifEmpty { null }?.let(if (scanned) phone::scannerView else phone::pastedView)) { found ->
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
            Meaning.JOIN_LINK -> host.replace(Route(Place.JOIN, text()))
            Meaning.FOREIGN, Meaning.UNUSABLE -> host.replace(Route(Place.SCANNER))
            else -> if (host.run { if (scanned) it.scan(text()) else it.paste(text()) }) host.back()
        }
    }

    companion object {
        const val SCANNED = "scanned:"
        const val PASTED = "pasted:"
    }
}
