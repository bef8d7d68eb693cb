package app.sotto.android

import android.content.*
import android.net.Uri
import android.os.*
import android.provider.Settings
import app.sotto.*
import java.util.TimeZone

/** No longer is a call that comes kept from the screen until levers are pulled. */
private const val ARM_MS = 100L

/** Nothing is to be pulled; without a phone nobody knows whether somebody speaks. */
private val NOTHING = Duties(null, null, sound = false, microphone = false, spoken = true, darken = false, Service.NONE)

/** Calls, messages and Dings for the system: it tells what the core has to tell, and pulls what [Phone.duties] says. Decides nothing. */
class Calls(private val context: Context) : Session.Listener {
    private val notices = Notices(context)
    private val ringer = Ringer(context)
    private val sound = Sound(context) { context.sotto.session.phone?.interrupted() }
    private val noise = SensorNoise(context) { phone, bytes -> phone.addEntropy(bytes) }
    private val proximity = Proximity(context)
    private val push = Push(context)
    private val choices = Choices(context)
    private var served: Service? = null // of a service that the system started anew nobody knows until the phone is open

    private var seen = false

    /** The ways that sound can take. */
    val routes = AudioRoutes(context)

    /** What is pulled now. */
    var duties = NOTHING
        private set

    override fun changed(event: Event?) {
        val phone = context.sotto.session.phone ?: return
        when (event) {
            null -> {
                notices.channels()
                noise.gather(phone)
                push.follow(phone)
                routes.tell()
            }
            is Event.Incoming -> {
                // at a level its windows are secure before it is shown
                context.sotto.session.arm(ARM_MS)
                duties(phone).call?.let { notices.call(phone, it.number) }
            }
            else -> notices.news(phone, event)
        }
    }

    /** Pulls what differs from what was pulled before. */
    override fun settled() {
        val phone = context.sotto.session.phone
        phone?.zone((TimeZone.getDefault().getOffset(System.currentTimeMillis()) / 60_000).toShort())
        val now = phone?.let(::duties) ?: NOTHING
        val before = duties
        duties = now
        ringer.follow(now.ring)
        if (now.ring != Rings.CALL) notices.callOver()
        val shown = context.sotto.levers.windows.shown
        phone?.let { notices.follow(it, shown) }
        // it began before the person's eyes, which then went elsewhere
        if (phone != null && seen && !shown) notices.news(phone, Event.DingRings, anew = false)
        sound.follow(phone, now)
        proximity.follow(now.darken)
        Connections.follow(context, now.call)
        context.sotto.levers.look(now.spoken)
        if ((service != served || shown && !seen && CallService.lacks) && (phone != null || served != null)) serve()
        seen = shown
        if (now.call?.number == before.call?.number) return
        if (now.call == null) routes.release() else routes.tell()
    }

    /** Something is said that others could listen to, at this moment. */
    val spoken: Boolean get() = context.sotto.session.phone?.let(::duties)?.spoken != false

    private fun duties(phone: Phone) = phone.duties(Surroundings(context.hears, keepsOut = true, rings = true, choices.stays))

    /** The microphone or the earpiece cannot be used; the call's screen says so. */
    val soundLost: Boolean get() = sound.lost

    /** The system's own button that silences what rings. */
    fun silence() = ringer.silence()

    /** What the service runs for. Until the phone is open it is known only whether the person wants it to stay connected. */
    val service: Service get() = if (context.sotto.session.phone == null && choices.stays) Service.WAITING else duties.service

    /** The connection is kept open, or not; the system lets it sleep unless the person says otherwise. */
    fun stay(on: Boolean) {
        choices.stays = on
        context.sotto.session.settle()
        if (!on || context.service<PowerManager>().isIgnoringBatteryOptimizations(context.packageName)) return
        context.startActivity(systemSetting(Settings.ACTION_REQUEST_IGNORE_BATTERY_OPTIMIZATIONS))
    }

    /** One of the system's own settings of this app. */
    fun systemSetting(action: String) = Intent(action, Uri.parse("package:${context.packageName}")).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)

    private fun serve() {
        served = service
        if (service == Service.NONE) CallService.stop(context) else CallService.start(context)
    }
}

/** What may come too late, or ask for what is not there: then there is nothing to do. */
fun <T> quietly(command: () -> T): T? = try {
    command()
} catch (late: CommandException) {
    // the screen shows what is so
    null
}

/** What opens a call's window. */
fun callIntent(context: Context): Intent =
    Intent(context, CallActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
