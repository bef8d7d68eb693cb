package app.sotto.android.screens

import android.view.View
import android.widget.LinearLayout
import app.sotto.*
import app.sotto.android.R
import app.sotto.android.ui.*
import app.sotto.android.ui.Kit.Style

/** Making a Ding. `about`: the contacts' ids, separated by commas, and the level of the secure one after `:`. */
class DingPage(host: Host, about: String) : Page<ComposeDingView>(host) {
    private val to = about.substringBefore(':').split(',').filter { it.isNotEmpty() }
    private val level = about.substringAfter(':', "").toUByteOrNull() ?: host.phone.secureView(null).chosen
    private val draft: DingDraft? = orNull { secureDing(to, level) }
    private val typed = kit.field(host.word("ding_text"), R.id.ding_text, lines = 4) { bind(host.phone) }
    private val recording = Slot(kit.context)

    override val ticks: Boolean = true
    override val fields: List<View> get() = listOf(recording, typed)
    override fun read(phone: Phone) = draft?.let { orNull { phone.composeDingView(it, typed.text.toString()) } }
    override fun title(of: ComposeDingView) = host.word("new_ding")

    override fun bind(phone: Phone) {
        super.bind(phone)
        recording.show(read(phone)?.recording) { view -> if (view != null) add(kit.card { recording(view) }) }
    }

    override fun LinearLayout.fill(of: ComposeDingView) {
        flow(centred = true) {
            button(of.ding, Weight.SOFT, R.drawable.ding) { send(ordinaryDing(to)) }
            button(of.secureDing, Weight.MAIN, R.drawable.eyeglasses) { draft?.let(::send) }
        }
        add(kit.text(host.word("ding_to"), Style.HEAD))
        for (person in of.to) {
            add(kit.text(person.name, Style.STRONG))
            person.notReached?.let { add(kit.text(it, Style.SMALL)) }
        }
        with(kit) { all(listOfNotNull(of.repeat, of.expires, of.plays), Style.SMALL, "· ") }
    }

    private fun LinearLayout.recording(view: RecordingView) {
        val wave = kit.picture(WaveDrawable(view.peaks, kit.palette.accent, kit.palette.line))
        add(wave.apply { layoutParams = LinearLayout.LayoutParams(-1, kit.dp(64)) })
        add(kit.text(view.length, Style.SMALL))
        flow {
            button(view.record, Weight.MAIN, R.drawable.record) { record() }
            button(view.stop, Weight.SOFT, R.drawable.stop) { host.run { it.stopRecording() } }
            button(view.play, Weight.SOFT, R.drawable.play) { host.run { it.playRecording() } }
            button(view.discard, Weight.PLAIN, R.drawable.delete) { host.run { it.discardRecording() } }
        }
    }

    private fun record() = host.permitted(android.Manifest.permission.RECORD_AUDIO, host.word("microphone_why")) {
        if (it) host.run { phone -> phone.startRecording() }
    }

    /** What is typed is spoken there; without it, what was recorded is played. */
    private fun send(terms: DingDraft) {
        val text = typed.text.toString()
        if (host.run { if (text.isBlank()) it.sendRecording(terms) else it.sendSpoken(terms, text) }) host.back()
    }

    private fun <T> orNull(asked: () -> T): T? = try {
        asked()
    } catch (refused: CommandException) {
        null
    }
}
