package app.sotto.android

import android.text.TextUtils
import android.view.*
import android.widget.LinearLayout
import app.sotto.*

/** The rows of lists. */
class Lines(private val kit: Kit, private val buttons: Buttons, private val host: Host) {
    fun contact(line: ContactLine): View {
        val call = buttons.picture(line.call, R.drawable.call) { host.withMicrophone { host.run { it.dial(line.id, 0u) } } }
        val last = line.lastCall?.let { "${it.what.words} · ${it.ago.words}" }
        return line(line.name, line.verified, listOfNotNull(line.identifiers.firstOrNull(), last), end = call) { host.go(Route(Place.CONTACT, line.id)) }
    }

    fun chat(line: ChatLine): View {
        val state = listOfNotNull(line.ago, line.tick, line.unreadWords).joinToString(" · ") { it.words }
        return line(line.title.words, line.verified, listOf((line.asks ?: line.preview).words, state), line.unread > 0u) {
            host.go(Route(Place.CHAT, line.id))
        }
    }

    fun received(ding: IncomingDingView): View {
        val below = listOfNotNull(ding.kind.words, ding.ago.words, ding.state?.words)
        val glasses = kit.eyeglasses(ding.eyeglasses, 24).takeIf { ding.secure }
        return line(ding.title.words, ding.verified, below, ding.rings, glasses) { host.go(Route(Place.INCOMING_DING, ding.id)) }
    }

    fun sent(ding: SentDingView): View =
        line(ding.kind.words, null, listOf(ding.summary.words, "${ding.ago.words} · ${ding.expires.words}")) { host.go(Route(Place.SENT_DING, ding.id)) }

    /** What a list says that has nothing in it: one picture, one sentence. */
    fun empty(words: String, icon: Int): View = kit.column(12) {
        gravity = Gravity.CENTER_HORIZONTAL
        setPadding(kit.dp(24), kit.dp(56), kit.dp(24), kit.dp(24))
        add(kit.icon(icon, kit.palette.accent, 64))
        add(kit.text(words).centred())
    }

    private fun line(
        title: String, verified: Text?, below: List<String>, strong: Boolean = false, end: View? = null, tapped: () -> Unit,
    ): View = kit.row(12) {
        minimumHeight = kit.dp(64)
        setPadding(kit.dp(4), kit.dp(8), 0, kit.dp(8))
        background = kit.ripple(kit.palette.ground, 16)
        isClickable = true
        isFocusable = true
        setOnClickListener { tapped() }
        add(initial(title))
        add(kit.column(2) {
            add(kit.row(4) {
                add(name(title))
                verified?.let { add(mark(it)) }
            })
            below.filter { it.isNotEmpty() }.forEach { words ->
                add(kit.text(words, if (strong) Style.STRONG else Style.SMALL).apply {
                    maxLines = 2
                    textSize = 14f
                    ellipsize = TextUtils.TruncateAt.END
                })
            }
        }, weight = 1f)
        end?.let { add(it) }
    }

    private fun name(title: String) = kit.text(title, Style.STRONG).apply {
        maxLines = 2
        ellipsize = TextUtils.TruncateAt.END
    }

    /** The mark of a card that was scanned in person. */
    fun mark(verified: Text): View = kit.icon(R.drawable.verified, kit.palette.accent, 18).apply {
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_YES
        contentDescription = verified.words
    }

    /** A round with the first letter, in place of a picture. */
    private fun initial(title: String): View = kit.text(title.firstLetter(), Style.STRONG).apply {
        gravity = Gravity.CENTER
        textAlignment = View.TEXT_ALIGNMENT_CENTER
        background = kit.round(kit.palette.soft, 24)
        setTextColor(kit.palette.onSoft)
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        layoutParams = LinearLayout.LayoutParams(kit.dp(44), kit.dp(44))
    }

    private fun String.firstLetter(): String {
        val start = indexOfFirst { it.isLetterOrDigit() || Character.isSurrogate(it) }
        if (start < 0) return "·"
        val end = offsetByCodePoints(start, 1)
        return substring(start, end).uppercase()
    }
}
