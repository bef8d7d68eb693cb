package app.sotto.android

import android.Manifest.permission.RECORD_AUDIO
import android.view.*
import app.sotto.*

/** A call: ringing here, dialling, running, or how it ended. */
class CallPage(host: Host, about: String) : Screen(host) {
    private val secure = Secure(host)
    private val head = Slot(kit.context)
    private val time = Slot(kit.context)
    private val body = Slot(kit.context, gap = kit.dp(12))
    private val foot = Slot(kit.context)

    override val ticks: Boolean = true

    override val view: View = kit.column {
        val inner = body(16) {
            setPadding(kit.dp(24), kit.dp(32), kit.dp(24), kit.dp(16))
            add(head)
            add(time)
            add(body)
        }
        add(kit.scrolling(inner), weight = 1f)
        add(foot)
    }

    override fun isSecure(phone: Phone): Boolean = when (val front = phone.front()) {
        is Front.Incoming -> phone.incomingView()?.secure == true
        is Front.Call -> running(phone)?.secure == true
        is Front.Ended -> front.view.secure
        else -> false
    }

    override fun bind(phone: Phone) {
        when (val front = phone.front()) {
            is Front.Incoming -> phone.incomingView()?.let(::incoming)
            is Front.Call -> running(phone)?.let(::running)
            is Front.Ended -> ended(front.view)
            is Front.Ding -> host.replace(Route(Place.INCOMING_DING, front.ding))
            else -> host.back()
        }
    }

    private fun running(phone: Phone): CallView? = (phone.callScreen() as? CallScreen.Running)?.view

    private fun incoming(view: IncomingView) {
        head(view.title, view.verified, view.words, view.eyeglasses)
        time.show(null) { }
        body.show(view to kit.context.hears) {
            view.simulated?.let { add(kit.banner(listOf(it.words), loud = false)) }
            view.stranger?.let { add(kit.text(it, Style.SMALL)) }
            view.because.forEach { add(kit.text(it, Style.SMALL)) }
            parts(secure, view.banners, view.question, null, view.remedies)
            // before the answer: without it the system lets others listen, and says so
            if (!kit.context.hears) add(kit.card {
                add(kit.text(host.word("microphone_why")))
                add(buttons.plain(host.word("allow"), Weight.SOFT, R.drawable.mic) { host.request(RECORD_AUDIO) { } })
            })
            view.willForbid?.let { add(kit.promise(it, view.forbids)) }
            view.columns?.let { add(secure.columns(it)) }
        }
        val number = kit.context.sotto.calls.duties.call?.number
        foot.show(Triple(view.answer, view.decline, number)) { (answer, decline) ->
            add(controls(
                buttons.round(decline, R.drawable.end, Weight.ALARM) { host.run { it.hangUp() } },
                buttons.round(answer, R.drawable.call, Weight.MAIN) { host.withMicrophone { number?.let { host.run { core -> core.answerNumbered(it) } } } },
            ))
        }
    }

    private fun running(view: CallView) {
        head(view.title, view.verified, view.stateWords, view.eyeglasses)
        time.show(listOf(view.duration, view.levelWords.words, view.controls.routeWords.words, view.quality?.words?.words)) { words ->
            add(kit.text(words.filterNotNull().joinToString(" · "), Style.SMALL).centred())
        }
        val lost = kit.context.sotto.calls.soundLost
        body.show(listOf(lost, view.banners, view.notHeard, view.question, view.columns, view.remedies, view.remarks, view.because, view.simulated)) {
            if (lost) add(kit.banner(listOf(host.word("sound_lost")), loud = true))
            parts(secure, view.banners, view.question, null, view.remedies)
            // nothing else is to be seen while something forbidden goes on
            if (view.banners.any { it.coversScreen }) return@show
            view.notHeard?.let { add(kit.banner(listOf(it.words), loud = true)) }
            view.remarks.forEach { add(kit.text(it, Style.SMALL).centred()) }
            view.because.forEach { add(kit.text(it, Style.SMALL).centred()) }
            view.columns?.let { add(secure.columns(it)) }
            // the columns say it already
            view.simulated?.takeIf { view.columns == null }?.let { add(kit.banner(listOf(it.words), loud = false)) }
        }
        foot.show(Triple(view.controls, view.eyeglasses, view.contact)) { (controls, glasses, contact) ->
            add(controls(
                buttons.round(controls.mute, R.drawable.mic) { host.run { it.mute(controls.muteTo) } },
                buttons.round(controls.speaker, R.drawable.speaker) { host.route(Operation.SPEAKER, controls.speakerRoute) },
                buttons.round(controls.headset, R.drawable.headset) { host.route(Operation.PERIPHERALS, controls.headsetRoute) },
                buttons.round(controls.hold, R.drawable.pause) { host.run { it.hold(controls.holdTo) } },
                buttons.round(controls.contact, R.drawable.person) { contact?.let { host.go(Route(Place.CONTACT, it)) } },
                buttons.round(controls.eyeglasses, R.drawable.eyeglasses, looks = glasses) { host.go(Route(Place.SECURE)) },
            ))
            add(controls(buttons.round(controls.end, R.drawable.end, Weight.ALARM) { host.run { it.hangUp() } }))
        }
    }

    private fun ended(view: EndedView) {
        head(view.title, null, view.reason, null)
        time.show(view.lasted) { lasted -> lasted?.let { add(kit.text(it, Style.SMALL).centred()) } }
        body.show(view.violations) { all -> if (all.isNotEmpty()) add(kit.banner(all.map { it.words }, loud = true)) }
        foot.show(view) {
            add(kit.column {
                setPadding(kit.dp(24), kit.dp(8), kit.dp(24), kit.dp(24))
                add(buttons.wide(buttons.plain(host.word("close"), Weight.MAIN) { host.run { it.dismissEnded() } })!!)
            })
        }
    }

    private fun head(title: Text, verified: Text?, state: Text, glasses: Eyeglasses?) =
        head.show(listOf(title, verified, state, glasses)) {
            gravity = Gravity.CENTER_HORIZONTAL
            glasses?.let { add(kit.eyeglasses(it, 72)) }
            add(kit.text(title, Style.BIG).centred().apply { setPadding(0, kit.dp(8), 0, 0) })
            verified?.let { add(kit.text(it, Style.SMALL).centred()) }
            add(kit.text(state).centred().apply { accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE })
        }

    private fun controls(vararg all: View?): View = Flow(kit.context, kit.dp(16), centred = true).apply {
        setPadding(0, kit.dp(8), 0, kit.dp(12))
        all.filterNotNull().forEach(::addView)
    }
}
