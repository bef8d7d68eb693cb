package app.sotto.android

import android.app.*
import android.content.*
import android.content.pm.PackageManager
import android.os.*
import app.sotto.*
import java.security.SecureRandom

/**
 * UnifiedPush (its Android specification, versions 2 and 3): an app of the person's choice, the distributor, passes on
 * wake-ups. It learns that this phone was woken and when; a wake-up has no content.
 */
class Push(private val context: Context) {
    private val choices = Choices(context)

    /** The apps that pass on wake-ups: their packages and names. */
    fun distributors(): List<Pair<String, String>> {
        val packages = context.packageManager
        return packages.queryBroadcastReceivers(Intent(REGISTER), PackageManager.GET_RESOLVED_FILTER)
            .mapNotNull { it.activityInfo }
            .filter { it.exported && it.packageName != context.packageName }
            .map { it.packageName to it.applicationInfo.loadLabel(packages).toString() }
            .distinct()
    }

    /** The person chose this one, or none. */
    fun use(distributor: String?) {
        choices.token?.let { token -> send(Intent(UNREGISTER).putExtra(TOKEN, token)) }
        forget()
        choices.distributor = distributor
        if (distributor != null) register()
    }

    /** At each start: the distributor may have gone, or forgotten this app. */
    fun follow(phone: Phone) {
        val chosen = choices.distributor ?: return
        if (phone.pushView().gone) forget()
        if (distributors().any { it.first == chosen }) return register()
        forget()
        choices.distributor = null
    }

    /** What the distributor answers; whether it was a wake-up. Whoever does not know the token is not listened to. */
    fun answered(intent: Intent): Boolean {
        val token = choices.token ?: return false
        if (intent.word(TOKEN) != token) return false
        when (intent.action) {
            NEW_ENDPOINT -> intent.word(ENDPOINT)?.let { hand(PushTarget.UnifiedPush(it)) }
            // the token is used up; the next start asks with another
            FAILED, UNREGISTERED -> forget()
            MESSAGE -> intent.word(ID)?.let { id -> send(Intent(ACK).putExtra(TOKEN, token).putExtra(ID, id)) }
        }
        return intent.action == MESSAGE
    }

    /** The core keeps it, and tells its server. An address that cannot be used is as if there were none. */
    private fun hand(target: PushTarget) = context.sotto.session.whenOpen { phone ->
        quietly { phone.setPush(target) } ?: phone.setPush(PushTarget.Nowhere)
    }

    private fun forget() {
        choices.token = null
        hand(PushTarget.Nowhere)
    }

    private fun register() {
        val token = choices.token ?: ByteArray(16).also(SecureRandom()::nextBytes).joinToString("") { "%02x".format(it) }
        choices.token = token
        val nobody = PendingIntent.getBroadcast(context, 0, Intent("$REGISTER.nobody").setPackage(context.packageName), PendingIntent.FLAG_IMMUTABLE)
        // who asks is shown by the name for version 2, by the intent's maker for version 3, by the system from 34 on
        send(Intent(REGISTER).putExtra(TOKEN, token).putExtra("application", context.packageName).putExtra("pi", nobody))
    }

    private fun send(intent: Intent) {
        intent.setPackage(choices.distributor ?: return)
        if (Build.VERSION.SDK_INT < 34) return context.sendBroadcast(intent)
        context.sendBroadcast(intent, null, BroadcastOptions.makeBasic().setShareIdentityEnabled(true).toBundle())
    }

    companion object {
        private const val CONNECTOR = "org.unifiedpush.android.connector"
        private const val DISTRIBUTOR = "org.unifiedpush.android.distributor"
        const val REGISTER = "$DISTRIBUTOR.REGISTER"
        const val UNREGISTER = "$DISTRIBUTOR.UNREGISTER"
        const val ACK = "$DISTRIBUTOR.MESSAGE_ACK"
        const val NEW_ENDPOINT = "$CONNECTOR.NEW_ENDPOINT"
        const val FAILED = "$CONNECTOR.REGISTRATION_FAILED"
        const val UNREGISTERED = "$CONNECTOR.UNREGISTERED"
        const val MESSAGE = "$CONNECTOR.MESSAGE"
        const val TOKEN = "token"
        const val ENDPOINT = "endpoint"
        const val ID = "id"
    }
}

/** As long as a broadcast may take: enough to connect, and a call that rings starts its own service. */
private const val STAY_MS = 9_000L

/**
 * Wakes the app: by UnifiedPush, whose message has no content and is not looked at, and when the phone has started.
 * The phone opens, connects, and what waits comes over its own line.
 */
class Wake : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        val starts = intent.action == Intent.ACTION_BOOT_COMPLETED || intent.action == Intent.ACTION_MY_PACKAGE_REPLACED
        if (!starts && !Push(context).answered(intent)) return
        val pending = goAsync()
        context.sotto.open()
        context.sotto.session.wake(STAY_MS)
        Handler(Looper.getMainLooper()).postDelayed({ pending?.finish() }, STAY_MS)
    }
}
