package app.sotto.android.screens

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.view.View
import android.view.WindowManager
import android.widget.ImageView
import android.app.Activity
import app.sotto.Phone
import app.sotto.android.R
import app.sotto.android.ui.*

/** My card: its code, large and bright, and what is on it. */
class MyCardPage(host: Host, about: String) : Screen(host) {
    private val title = Slot(kit.context)
    private val slot = Slot(kit.context)

    override val view: View = page(
        title = title,
        actions = buttons.picture(host.word("join_scan"), R.drawable.scan) { host.go(Route(Route.SCANNER)) },
        body = body { add(slot) },
    )

    override fun bind(phone: Phone) {
        val card = phone.myCard()
        val label = phone.contactsView(null).add.last().label
        title.show(label) { add(heading(it.words)) }
        slot.show(card) { mine ->
            if (mine == null) return@show
            val code = phone.myCardPicture(MODULE)
            add(kit.column(12) {
                gravity = android.view.Gravity.CENTER_HORIZONTAL
                if (code != null) add(picture(code, mine.name ?: mine.server))
                mine.name?.let { add(centred(it, Kit.Style.BIG)) }
                add(centred(mine.server, Kit.Style.SMALL))
                add(centred(mine.reachable.words, Kit.Style.BODY))
                add(centred(mine.expiry.words, Kit.Style.SMALL))
                buttons.wide(buttons.words(mine.share, Weight.MAIN, R.drawable.share) { host.share(mine.uri) })?.let { add(it) }
                buttons.wide(buttons.words(mine.newCard, Weight.PLAIN) { host.run { it.newCard() } })?.let { add(it) }
                add(centred(mine.newCardHint.words, Kit.Style.SMALL))
            })
        }
    }

    override fun shown() = bright(WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_FULL)

    override fun hidden() = bright(WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_NONE)

    private fun bright(how: Float) {
        val window = (kit.context as Activity).window
        window.attributes = window.attributes.apply { screenBrightness = how }
    }

    private fun picture(png: ByteArray, label: String): View = ImageView(kit.context).apply {
        setImageBitmap(BitmapFactory.decodeByteArray(png, 0, png.size))
        // a scanner wants black on white, whatever the theme
        background = kit.round(0xFFFFFFFF.toInt(), 24)
        setPadding(kit.dp(12), kit.dp(12), kit.dp(12), kit.dp(12))
        contentDescription = label
        adjustViewBounds = true
        val side = minOf(resources.displayMetrics.widthPixels - kit.dp(48), kit.dp(360))
        layoutParams = android.widget.LinearLayout.LayoutParams(side, side)
    }

    private fun centred(words: String, style: Kit.Style) = kit.text(words, style).apply {
        textAlignment = View.TEXT_ALIGNMENT_CENTER
    }

    private companion object {
        const val MODULE = 8u
    }
}
