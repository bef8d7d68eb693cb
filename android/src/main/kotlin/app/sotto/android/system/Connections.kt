package app.sotto.android

import android.content.*
import android.net.Uri
import android.os.*
import android.telecom.*
import app.sotto.*
import app.sotto.Phone

/**
 * Self-managed Telecom: the system knows that there is a call (two at once, cars, headset buttons) and learns nobody's
 * name or number; it makes no row in its log.
 */
object Connections {
    private const val NUMBER = "number"
    private var current: Call? = null

    /** What the system is to know. */
    private var call: SystemCall? = null

    /** The ways of sound as the system has them for the call; none without a connection. */
    @Suppress("DEPRECATION")
    val sound: CallAudioState? get() = current?.callAudioState

    /** The system is told that there is a call, where it stands, and that it is over; it is never asked. */
    fun follow(context: Context, now: SystemCall?) {
        val before = call
        call = now
        if (now?.number == before?.number) return now?.let { current?.stands(it.state) } ?: Unit
        current?.end()
        current = null
        now?.let { begin(context, it) }
    }

    private fun begin(context: Context, call: SystemCall) {
        val telecom = context.getSystemService(TelecomManager::class.java) ?: return
        try {
            telecom.registerPhoneAccount(account(context))
            // it comes back with the request: what Telecom says late is about no other call
            val number = Bundle().apply { putLong(NUMBER, call.number.toLong()) }
            if (call.incoming) return telecom.addNewIncomingCall(handle(context), number)
            val whose = Bundle().apply { putParcelable(TelecomManager.EXTRA_PHONE_ACCOUNT_HANDLE, handle(context)) }
            telecom.placeCall(Uri.parse("sotto:call"), whose.apply { putBundle(TelecomManager.EXTRA_OUTGOING_CALL_EXTRAS, number) })
        } catch (refused: RuntimeException) {
            // forbidden, or a tablet that has none: the app rings and calls all the same; the system's own dialler may cut in
        }
    }

    /** Sends sound this way, on systems where the connection has the say; whether there is one. */
    @Suppress("DEPRECATION")
    fun route(way: Int): Boolean = current?.setAudioRoute(way) != null

    fun account(context: Context): PhoneAccount = PhoneAccount.builder(handle(context), "Sotto")
        .setCapabilities(PhoneAccount.CAPABILITY_SELF_MANAGED)
        .setExtras(Bundle().apply { if (Build.VERSION.SDK_INT >= 28) putBoolean(PhoneAccount.EXTRA_LOG_SELF_MANAGED_CALLS, false) })
        .build()

    fun handle(context: Context) = PhoneAccountHandle(ComponentName(context, Service::class.java), "sotto")

    /** What Telecom binds to. */
    class Service : ConnectionService() {
        override fun onCreateIncomingConnection(account: PhoneAccountHandle?, request: ConnectionRequest?): Connection = made(request)
        override fun onCreateOutgoingConnection(account: PhoneAccountHandle?, request: ConnectionRequest?): Connection = made(request)

        // another call that may not be disturbed, such as one for help
        override fun onCreateIncomingConnectionFailed(account: PhoneAccountHandle?, request: ConnectionRequest?) = refused(request)
        override fun onCreateOutgoingConnectionFailed(account: PhoneAccountHandle?, request: ConnectionRequest?) = refused(request)
        private fun refused(request: ConnectionRequest?) = request.number?.let { sotto.session.phone?.systemRefused(it) } ?: Unit
        private val ConnectionRequest?.number: ULong? get() = this?.extras?.takeIf { it.containsKey(NUMBER) }?.getLong(NUMBER)?.toULong()

        /** What is over before the system is ready for it is not begun. */
        private fun made(request: ConnectionRequest?): Connection {
            val now = call?.takeIf { it.number == request.number && current == null } ?: return Connection.createFailedConnection(DisconnectCause(DisconnectCause.CANCELED))
            return Call(this, now.number).also { current = it }.apply { stands(now.state) }
        }
    }

    /** The call as the system sees it: buttons of headsets and cars come in here. */
    class Call(private val context: Context, private val number: ULong) : Connection() {
        init {
            connectionProperties = PROPERTY_SELF_MANAGED
            // the system's own dialler may put it on hold for another call, and take it up again
            connectionCapabilities = CAPABILITY_HOLD or CAPABILITY_SUPPORT_HOLD
            audioModeIsVoip = true
            setAddress(Uri.parse("sotto:call"), TelecomManager.PRESENTATION_RESTRICTED)
        }

        fun stands(where: SystemCallState) = when (where) {
            SystemCallState.DIALLING -> if (state != STATE_DIALING) setDialing() else Unit
            SystemCallState.RINGING -> if (state != STATE_RINGING) setRinging() else Unit
            SystemCallState.ACTIVE -> if (state != STATE_ACTIVE) setActive() else Unit
            SystemCallState.HELD -> if (state != STATE_HOLDING) setOnHold() else Unit
        }

        /** How it ended is the core's to say; it keeps that of the last call. */
        fun end() {
            val how = (context.sotto.session.phone?.callScreen() as? CallScreen.Ended)?.view?.system
            setDisconnected(DisconnectCause(CAUSES[how] ?: DisconnectCause.LOCAL))
            destroy()
        }

        @Deprecated("by which newer systems tell it stands in AudioRoutes")
        override fun onCallAudioStateChanged(state: CallAudioState?) = context.sotto.calls.routes.tell()
        override fun onAnswer() = command { it.answerNumbered(number) }
        override fun onReject() = command { it.hangUpNumbered(number) }
        override fun onDisconnect() = command { it.hangUpNumbered(number) }
        override fun onHold() = command { it.hold(true) }
        override fun onUnhold() = command { it.hold(false) }
        override fun onSilence() = context.sotto.calls.silence()
        override fun onShowIncomingCallUi() = context.startActivity(callIntent(context))

        /** Where it is refused, the screen says why the button is off. */
        private fun command(command: (Phone) -> Unit) {
            val phone = context.sotto.session.phone ?: return
            quietly { command(phone) } ?: context.startActivity(callIntent(context))
        }
    }

    private val CAUSES = mapOf(
        SystemEnd.REMOTE to DisconnectCause.REMOTE, SystemEnd.UNANSWERED to DisconnectCause.MISSED, SystemEnd.FAILED to DisconnectCause.ERROR,
        SystemEnd.ANSWERED_ELSEWHERE to DisconnectCause.ANSWERED_ELSEWHERE, SystemEnd.DECLINED_ELSEWHERE to DisconnectCause.REJECTED,
    )
}
