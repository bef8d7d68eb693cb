package app.sotto.android.screens

import android.app.Activity
import android.graphics.BitmapFactory
import android.view.View
import android.view.WindowManager
import android.widget.ImageView
import android.widget.LinearLayout
import app.sotto.MyCard
import app.sotto.Phone
import app.sotto.android.R
import app.sotto.android.ui.*

/** My card: its code, large and bright, and what is on it. `about`: [FIRST] at the end of the first run. */
class MyCardPage(host: Host, private val about: String) : Page<MyCard>(host) {
    override val actions: View
        get() = buttons.picture(host.word("scan"), R.drawable.scan) { host.go(Route(Route.SCANNER)) }

    override fun read(phone: Phone) = phone.myCard()
    override fun title(of: MyCard) = host.phone.settingsView().card.label.words

    override fun LinearLayout.fill(of: MyCard) {
        val last = host.phone.firstRunView().card.takeIf { about == FIRST }
        last?.let { add(kit.text(it.how.words, Kit.Style.BODY).centred()) }
        host.phone.myCardPicture(8u)?.let { add(picture(it, of.name ?: of.server)) }
        of.name?.let { add(kit.text(it, Kit.Style.BIG).centred()) }
        add(kit.text(of.server, Kit.Style.SMALL).centred())
        add(kit.text(of.reachable.words, Kit.Style.BODY).centred())
        add(kit.text(of.expiry.words, Kit.Style.SMALL).centred())
        last?.let { wide(it.done, Weight.MAIN) { host.home() } }
        wide(of.share, Weight.SOFT, R.drawable.share) { host.share(of.uri) }
        wide(of.newCard, Weight.PLAIN) { host.run { it.newCard() } }
        add(kit.text(of.newCardHint.words, Kit.Style.SMALL).centred())
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
        layoutParams = LinearLayout.LayoutParams(side, side).apply { gravity = android.view.Gravity.CENTER_HORIZONTAL }
    }

    companion object {
        const val FIRST = "first"
    }
}
