package app.sotto.android.screens

import android.Manifest
import android.view.*
import android.widget.FrameLayout
import app.sotto.Phone
import app.sotto.android.R
import app.sotto.android.system.CameraScanner
import app.sotto.android.ui.*

/** The camera, and other ways to read a code. A hit leads to what was found; nothing is opened by itself. */
class ScannerPage(host: Host, private val about: String) : Screen(host) {
    private val picture = TextureView(kit.context)
    private val state = Slot(kit.context)
    private val camera = CameraScanner(kit.context, picture, found = ::found, lost = { say("camera_busy") })

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
                addView(buttons.plain(host.word("add"), Weight.SOFT, R.drawable.add) { host.replace(Route(Route.FOUND)) })
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

    private fun look() = host.permitted(Manifest.permission.CAMERA, host.word("camera_why")) { given ->
        if (given) camera.start() else say("camera_why")
    }

    override fun hidden() = camera.stop()
    private fun say(key: String) = state.show(key) { add(kit.banner(listOf(host.word(it)), loud = false)) }

    private fun found(text: String?) {
        if (text == null) return say("picture_none")
        picture.performHapticFeedback(HapticFeedbackConstants.VIRTUAL_KEY)
        host.replace(Route(Route.FOUND, FoundPage.SCANNED + text))
    }

    companion object {
        /** `about`: a picture is chosen first. */
        const val PICTURE = "picture"
    }
}
