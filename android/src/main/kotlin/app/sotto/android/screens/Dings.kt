package app.sotto.android

import android.Manifest.permission.RECORD_AUDIO
import android.app.Activity
import android.view.*
import android.widget.LinearLayout
import app.sotto.*

/** Making a Ding. `about`: the contacts' ids, separated by commas, and the level that the secure one begins with after `:`. */
class DingPage(host: Host, about: String) : Page<ComposeDingView>(host) {
    private val typed = kit.field(host.word("ding_text"), R.id.ding_text, lines = 4) { bind(host.phone) }
    private val recording = Slot(kit.context)

    /** The terms as they were chosen, in a field that nobody sees: so the system keeps them as it keeps what is typed. */
    private val terms = kit.field("", R.id.ding_terms) { bind(host.phone) }.apply { visibility = View.GONE }
    private val first: DingDraft? = quietly {
        host.phone.newDing(about.substringBefore(':').split(',').filter { it.isNotEmpty() }, about.substringAfter(':', "").toUByteOrNull())
    }
    private val draft: DingDraft? get() = first?.let { kept(it, "${terms.text}") }

    override val ticks: Boolean = true
    override val fields: List<View> get() = listOf(recording, typed, terms)
    override fun read(phone: Phone) = draft?.let { quietly { phone.composeDingView(it, "${typed.text}") } }
    override fun title(of: ComposeDingView) = host.word("new_ding")
    override fun hidden() = kit.context.sotto.session.phone?.let { seen(it, covered = !(kit.context as Activity).isChangingConfigurations) } ?: Unit

    override fun bind(phone: Phone) {
        super.bind(phone)
        seen(phone)
        recording.show(read(phone)?.recording) { view -> if (view != null) add(kit.card { recording(view) }) }
    }

    override fun LinearLayout.fill(of: ComposeDingView) {
        flow(centred = true) {
            button(of.ding, Weight.SOFT, R.drawable.ding) { send(secure = false) }
            button(of.secureDing, Weight.MAIN, R.drawable.eyeglasses) { send(secure = true) }
        }
        add(kit.text(host.word("ding_to"), Style.HEAD))
        for (person in of.to) {
            add(kit.text(person.name, Style.STRONG))
            person.notReached?.let { add(kit.text(it, Style.SMALL)) }
        }
        for (part in of.parts) part(part.title) {
            flow { for (choice in part.choices) addView(buttons.choice(choice.words.words, choice.chosen) { terms.setText(keep(choice.draft)) }) }
        }
    }

    private fun LinearLayout.recording(view: RecordingView) {
        add(Wave(kit.context, view.peaks, kit.palette.accent, kit.palette.line).apply { layoutParams = LinearLayout.LayoutParams(-1, kit.dp(64)) })
        add(kit.text(view.length, Style.SMALL))
        flow {
            button(view.record, Weight.MAIN, R.drawable.record) {
                host.permitted(RECORD_AUDIO, host.word("microphone_why")) { if (it) host.run { phone -> phone.startRecording(host.sight) } }
            }
            button(view.stop, Weight.SOFT, R.drawable.stop) { host.run { it.stopRecording() } }
            button(view.play, Weight.SOFT, R.drawable.play) { host.run { it.playRecording() } }
            button(view.discard, Weight.PLAIN, R.drawable.delete) { host.run { it.discardRecording() } }
        }
    }

    private fun seen(phone: Phone, covered: Boolean = host.sight.covered) = quietly { phone.recordingSeen(host.sight.copy(covered = covered)) } ?: Unit

    private fun send(secure: Boolean) {
        val now = draft ?: return
        if (host.run { it.sendDing(now, "${typed.text}", secure) }) host.back()
    }

    private fun keep(of: DingDraft) = with(of) { listOf(level, plays, minutes, repeat?.minutes, repeat?.untilConfirmed).joinToString(" ") }

    /** What cannot be read is as it was at first. */
    private fun kept(of: DingDraft, words: String): DingDraft {
        val (level, plays, minutes, again, until) = words.split(' ').takeIf { it.size == 5 } ?: return of
        val repeat = again.toUIntOrNull()?.let { DingRepeat(it, until.toBoolean()) }
        return of.copy(level = level.toUByteOrNull() ?: of.level, plays = plays.toUIntOrNull() ?: of.plays, repeat = repeat, minutes = minutes.toUIntOrNull() ?: of.minutes)
    }
}

/** A Ding that came. `about`: its id; empty for the one to be shown above everything else. */
class IncomingDingPage(host: Host, private val about: String) : Page<IncomingDingView>(host) {
    override val ticks: Boolean = true
    override fun isSecure(phone: Phone): Boolean = read(phone)?.secure == true
    override fun read(phone: Phone) = if (about.isEmpty()) phone.incomingDingView() else phone.dingView(about)
    override fun title(of: IncomingDingView) = host.word("dings")

    override fun LinearLayout.fill(of: IncomingDingView) {
        add(kit.column(4) {
            gravity = Gravity.CENTER_HORIZONTAL
            add(if (of.secure) kit.eyeglasses(of.eyeglasses, 72) else kit.icon(R.drawable.ding, kit.palette.accent, 72))
            add(kit.text(of.title, Style.BIG).centred())
            of.verified?.let { add(kit.text(it, Style.SMALL).centred()) }
            add(kit.text(of.kind).centred())
            add(kit.text(listOfNotNull(of.ago.words, of.length, of.plays.words).joinToString(" · "), Style.SMALL).centred())
        })
        of.simulated?.let { add(kit.banner(listOf(it.words), loud = false)) }
        of.state?.let { add(kit.banner(listOf(it.words), loud = false)) }
        of.text?.let { words -> add(kit.card { add(kit.text(words)) }) }
        of.willForbid?.let { add(kit.promise(it, of.forbids).apply { with(Secure(host)) { readers() } }) }
        flow(centred = true) {
            button(of.listen, Weight.MAIN, R.drawable.play) { host.arm { it.listen(of.id) } }
            button(of.stop, Weight.SOFT, R.drawable.stop) { host.run { it.stopListening() } }
            button(of.confirm, Weight.SOFT, R.drawable.check) { host.run { it.confirmDing(of.id) } }
            button(of.later, Weight.PLAIN, R.drawable.ding) {
                host.ask(of.later.label.words, of.laterIn.map { it.words.words to { host.run { core -> core.remindLater(of.id, it.minutes) } } }, Weight.SOFT)
            }
        }
    }
}

/** A Ding that was sent: who heard and confirmed it. `about`: its id. */
class SentDingPage(host: Host, private val about: String) : Page<SentDingView>(host) {
    override fun read(phone: Phone) = phone.sentDingView(about)
    override fun title(of: SentDingView) = host.word("dings")

    override fun LinearLayout.fill(of: SentDingView) {
        add(kit.text(of.kind, Style.BIG))
        add(kit.text(of.summary, Style.STRONG))
        add(kit.text(listOfNotNull(of.ago.words, of.length, of.plays.words, of.repeat?.words, of.expires.words).joinToString(" · "), Style.SMALL))
        of.people.forEach { person ->
            add(kit.card {
                add(kit.text(person.who, Style.STRONG))
                add(kit.text(person.state))
                person.note?.let { add(kit.text(it, Style.SMALL)) }
            })
        }
        button(of.recall, Weight.SOFT) { host.run { it.recallDing(of.id) } }
        button(of.delete, Weight.PLAIN, R.drawable.delete) { if (host.run { it.deleteDing(of.id) }) host.back() }
    }
}
