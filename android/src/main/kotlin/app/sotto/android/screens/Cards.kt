package app.sotto.android

import android.app.Activity
import android.graphics.BitmapFactory
import android.graphics.Typeface
import android.view.*
import android.widget.*
import app.sotto.*

/** My card: its code, large and bright, and what is on it. `about`: [FIRST] at the end of the first run. */
class MyCardPage(host: Host, private val about: String) : Page<MyCard>(host) {
    override val actions: View
        get() = buttons.picture(host.word("scan"), R.drawable.scan) { host.go(Route(Place.SCANNER)) }

    override fun read(phone: Phone) = phone.myCard()
    override fun title(of: MyCard) = host.phone.settingsView().card.label.words

    override fun LinearLayout.fill(of: MyCard) {
        val last = host.phone.firstRunView().card.takeIf { about == FIRST }
        last?.let { add(kit.text(it.how.words, Style.BODY).centred()) }
        host.phone.myCardPicture(8u)?.let { add(picture(it, of.name ?: of.server)) }
        of.name?.let { add(kit.text(it, Style.BIG).centred()) }
        add(kit.text(of.server, Style.SMALL).centred())
        add(kit.text(of.reachable.words, Style.BODY).centred())
        add(kit.text(of.expiry.words, Style.SMALL).centred())
        last?.let { wide(it.done, Weight.MAIN) { host.home() } }
        wide(of.share, Weight.SOFT, R.drawable.share) { host.share(of.uri) }
        wide(of.newCard, Weight.PLAIN) { host.sure(of.newCard.label.words, of.newCardSure.words) { host.run { it.newCard() } } }
        add(kit.text(of.newCardHint.words, Style.SMALL).centred())
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

/** The page of one contact. `about`: the contact's id. */
class ContactPage(host: Host, private val about: String) : Page<ContactView>(host) {
    private val lines = Lines(kit, buttons, host)

    override val actions: View
        get() = buttons.picture(host.word("chats"), R.drawable.chat) { host.go(Route(Place.CHAT, about)) }

    override fun read(phone: Phone) = phone.contactView(about)
    override fun title(of: ContactView) = of.name

    override fun LinearLayout.fill(of: ContactView) {
        add(kit.row(8) {
            if (of.verified) add(lines.mark(of.verifiedWords))
            add(kit.text(of.verifiedWords, Style.SMALL), weight = 1f)
        })
        flow {
            button(of.call, Weight.MAIN, R.drawable.call) { host.withMicrophone { host.run { it.dial(about, 0u) } } }
            button(of.ding, Weight.SOFT, R.drawable.ding) { host.go(Route(Place.DING, of.id)) }
        }
        flow {
            for (one in of.secureLevels) button(one.button, Weight.SOFT, R.drawable.eyeglasses) {
                host.withMicrophone { host.arm { it.dial(about, one.level) } }
            }
            button(of.secureDing, Weight.SOFT, R.drawable.ding) { host.go(Route(Place.DING, of.id)) }
        }
        add(buttons.plain(host.word("usual_level"), Weight.SOFT, R.drawable.eyeglasses) {
            host.ask(host.word("usual_level"), of.usualLevels.map { it.title.words to { host.run { core -> core.setUsualLevel(about, it.level) } } }, Weight.SOFT)
        })
        if (of.identifiers.isNotEmpty()) add(kit.card { of.identifiers.forEach { add(identifierRow(kit, buttons, it)) } })
        of.safety?.let { safety ->
            add(kit.card {
                add(kit.text(safety.title, Style.STRONG))
                add(kit.selectable(safety.number).apply {
                    typeface = Typeface.MONOSPACE
                    textDirection = View.TEXT_DIRECTION_LTR
                })
                add(kit.text(safety.how, Style.SMALL))
                button(safety.compare, Weight.SOFT, R.drawable.scan) { host.go(Route(Place.SCANNER)) }
            })
        }
        button(of.block, Weight.PLAIN) { host.sure(of.block.label.words, of.blockSure.words) { host.run { it.block(about, !of.blocked) } } }
        button(of.delete, Weight.PLAIN, R.drawable.delete) {
            host.sure(of.delete.label.words) { if (host.run { it.forget(of.id) }) host.back() }
        }
    }
}

/** An identifier, with its call button and the reason where it cannot be used. */
fun identifierRow(kit: Kit, buttons: Buttons, row: IdentifierRow): View = kit.column(2) {
    add(kit.text(row.kind, Style.SMALL))
    add(kit.text(row.value, Style.STRONG).apply { textDirection = View.TEXT_DIRECTION_LTR })
    buttons.words(row.call, Weight.SOFT, R.drawable.call) { }?.let { add(it) }
}
