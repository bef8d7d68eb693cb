package app.sotto.android

import android.content.*
import android.net.Uri
import android.os.*
import android.telecom.*
import app.sotto.CallScreen
import app.sotto.CallState
import app.sotto.CallView
import app.sotto.Phone

/**
 * Self-managed Telecom: the system knows that there is a call (two at once, cars, headset buttons) and learns nobody's
 * name or number; it makes no row in its log.
 */
object Connections {
    private var current: Call? = null

    /** A call rings here. */
    fun incoming(context: Context, phone: Phone) {
        if (phone.incomingView() != null) tell(context) { it.addNewIncomingCall(handle(context), Bundle()) }
    }

    /** This phone calls: the system is told, not asked. */
    fun outgoing(context: Context) {
        val whose = Bundle().apply { putParcelable(TelecomManager.EXTRA_PHONE_ACCOUNT_HANDLE, handle(context)) }
        if (current == null) tell(context) { it.placeCall(Uri.parse("sotto:call"), whose) }
    }

    private fun tell(context: Context, what: (TelecomManager) -> Unit) {
        val telecom = context.getSystemService(TelecomManager::class.java) ?: return
        try {
            telecom.registerPhoneAccount(account(context))
            what(telecom)
        } catch (refused: SecurityException) {
            // the app rings and calls all the same; the system's own dialler may cut in
        }
    }

    /** The system is told where the call stands: ringing, connected, on hold, or over. */
    fun follow(call: CallView?, rings: Boolean) {
        val known = current ?: return
        when {
            rings -> Unit
            call == null -> {
                known.setDisconnected(DisconnectCause(DisconnectCause.LOCAL))
                known.destroy()
                current = null
            }
            call.state != CallState.CONNECTED -> Unit
            !call.controls.holdTo -> if (known.state != Connection.STATE_HOLDING) known.setOnHold()
            known.state != Connection.STATE_ACTIVE -> known.setActive()
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
        override fun onCreateIncomingConnection(account: PhoneAccountHandle?, request: ConnectionRequest?): Connection =
            made(sotto.session.phone?.incomingView() != null) { setRinging() }

        override fun onCreateOutgoingConnection(account: PhoneAccountHandle?, request: ConnectionRequest?): Connection =
            made(sotto.session.phone?.callScreen() is CallScreen.Running) { setDialing() }

        // another call that may not be disturbed, such as one for help
        override fun onCreateIncomingConnectionFailed(account: PhoneAccountHandle?, request: ConnectionRequest?) = refused()
        override fun onCreateOutgoingConnectionFailed(account: PhoneAccountHandle?, request: ConnectionRequest?) = refused()
        private fun refused() = quietly { sotto.session.phone?.hangUp() }

        /** What is over before the system is ready for it is not begun. */
        private fun made(there: Boolean, begin: Call.() -> Unit): Connection {
            if (!there) return Connection.createFailedConnection(DisconnectCause(DisconnectCause.CANCELED))
            return Call(this).also { current = it }.apply(begin)
        }
    }

    /** The call as the system sees it: buttons of headsets and cars come in here. */
    class Call(private val context: Context) : Connection() {
        init {
            connectionProperties = PROPERTY_SELF_MANAGED
            // the system's own dialler may put it on hold for another call, and take it up again
            connectionCapabilities = CAPABILITY_HOLD or CAPABILITY_SUPPORT_HOLD
            audioModeIsVoip = true
            setAddress(Uri.parse("sotto:call"), TelecomManager.PRESENTATION_RESTRICTED)
        }

        override fun onAnswer() = command { it.answer() }
        override fun onReject() = command { it.hangUp() }
        override fun onDisconnect() = command { it.hangUp() }
        override fun onHold() = command { it.hold(true) }
        override fun onUnhold() = command { it.hold(false) }
        override fun onSilence() = context.sotto.calls.silence()
        override fun onShowIncomingCallUi() = context.startActivity(callIntent(context))

        private fun command(command: (Phone) -> Unit) {
            val phone = context.sotto.session.phone ?: return
            try {
                command(phone)
            } catch (refused: app.sotto.CommandException) {
                // the screen says why the button is off
                context.startActivity(callIntent(context))
            }
        }
    }
}
