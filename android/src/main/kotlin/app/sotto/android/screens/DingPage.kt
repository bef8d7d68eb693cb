package app.sotto.android.screens

import android.text.Editable
import android.text.TextWatcher
import android.view.View
import android.widget.LinearLayout
import app.sotto.CommandException
import app.sotto.ComposeDingView
import app.sotto.DingDraft
import app.sotto.Phone
import app.sotto.RecordingView
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style
import app.sotto.ordinaryDing
import app.sotto.secureDing

/** Making a Ding. `about`: the contacts' ids, separated by commas, and the level of the secure one after `:`. */
class DingPage(host: Host, about: String) : Screen(host) {
    private val to = about.substringBefore(':').split(',').filter { it.isNotEmpty() }
    private val level = about.substringAfter(':', "0").toUByteOrNull() ?: 0.toUByte()
    private val draft: DingDraft? = try {
        secureDing(to, if (level == 0.toUByte()) 1.toUByte() else level)
    } catch (refused: CommandException) {
        null
    }
    private val typed = kit.field(host.word("ding_text"), R.id.ding_text, lines = 4)
    private val people = Slot(kit.context)
    private val recording = Slot(kit.context)
    private val terms = Slot(kit.context)
    private val foot = Slot(kit.context)

    override val ticks: Boolean = true

    override val view: View = page(
        title = heading(host.word("dings")),
        actions = null,
        body = body(16) {
            add(people)
            add(recording)
            add(typed)
            add(terms)
        },
        foot = foot,
    )

    init {
        typed.addTextChangedListener(object : TextWatcher {
            override fun beforeTextChanged(text: CharSequence?, start: Int, count: Int, after: Int) = Unit

            override fun onTextChanged(text: CharSequence?, start: Int, before: Int, count: Int) = Unit

            override fun afterTextChanged(text: Editable?) = bind(host.phone)
        })
    }

    override fun bind(phone: Phone) {
        val view = try {
            phone.composeDingView(draft ?: return host.tell(host.word("gone")), typed.text.toString())
        } catch (refused: CommandException) {
            return host.tell(host.word("gone"))
        }
        people.show(view.to) { all ->
            add(kit.text(host.word("ding_to"), Style.HEAD))
            for (person in all) {
                add(kit.text(person.name, Style.STRONG))
                person.notReached?.let { add(kit.text(it, Style.SMALL)) }
            }
        }
        recording.show(view.recording) { add(recording(it)) }
        terms.show(listOfNotNull(view.repeat, view.expires, view.plays)) { all ->
            all.forEach { add(kit.text("· ${it.words}", Style.SMALL)) }
        }
        foot.show(view) { add(sending(it)) }
    }

    private fun recording(view: RecordingView): View = kit.card {
        add(android.widget.ImageView(kit.context).apply {
            setImageDrawable(WaveDrawable(view.peaks, kit.palette.accent, kit.palette.line))
            layoutParams = LinearLayout.LayoutParams(-1, kit.dp(64))
            importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
        })
        add(kit.text(view.length, Style.SMALL))
        add(Flow(kit.context, kit.dp(8)).apply {
            buttons.words(view.record, Weight.MAIN, R.drawable.record) { record() }?.let(::addView)
            buttons.words(view.stop, Weight.SOFT, R.drawable.stop) { host.run { it.stopRecording() } }?.let(::addView)
            buttons.words(view.play, Weight.SOFT, R.drawable.play) { host.run { it.playRecording() } }?.let(::addView)
            buttons.words(view.discard, Weight.PLAIN, R.drawable.delete) { host.run { it.discardRecording() } }?.let(::addView)
        })
    }

    private fun sending(view: ComposeDingView): View = Flow(kit.context, kit.dp(8), centred = true).apply {
        setPadding(kit.dp(16), kit.dp(8), kit.dp(16), kit.dp(16))
        buttons.words(view.ding, Weight.SOFT, R.drawable.ding) { send(ordinaryDing(to)) }?.let(::addView)
        buttons.words(view.secureDing, Weight.MAIN, R.drawable.eyeglasses) { draft?.let(::send) }?.let(::addView)
    }

    private fun record() = host.permitted(android.Manifest.permission.RECORD_AUDIO, host.word("microphone_why")) {
        if (it) host.run { phone -> phone.startRecording() }
    }

    /** What is typed is spoken there; without it, what was recorded is played. */
    private fun send(terms: DingDraft) {
        val text = typed.text.toString()
        if (host.run { if (text.isBlank()) it.sendRecording(terms) else it.sendSpoken(terms, text) }) host.back()
    }
}
