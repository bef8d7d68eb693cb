package app.sotto.android.system

import android.content.ComponentName
import android.content.Context
import android.net.Uri
import android.os.Build
import android.os.Bundle
import android.telecom.*
import app.sotto.Operation
import app.sotto.Phone
import app.sotto.PlatformNews
import app.sotto.android.sotto

/**
 * Self-managed Telecom: the system knows that there is a call (two at once, cars, headset buttons) and learns nobody's
 * name or number; it makes no row in its log.
 */
object Connections {
    private var current: Call? = null

    /** A call rings here. */
    fun incoming(context: Context, phone: Phone) {
        if (phone.incomingView() == null) return
        val telecom = context.getSystemService(TelecomManager::class.java) ?: return
        try {
            telecom.registerPhoneAccount(account(context))
            telecom.addNewIncomingCall(handle(context), Bundle())
        } catch (refused: SecurityException) {
            // without the permission the app rings by itself all the same
        }
    }

    /** This phone calls: the system is told, not asked. */
    fun outgoing(context: Context) {
        if (current != null) return
        val telecom = context.getSystemService(TelecomManager::class.java) ?: return
        try {
            telecom.registerPhoneAccount(account(context))
            telecom.placeCall(
                Uri.parse("sotto:call"),
                Bundle().apply { putParcelable(TelecomManager.EXTRA_PHONE_ACCOUNT_HANDLE, handle(context)) },
            )
        } catch (refused: SecurityException) {
            // the call goes on; the system's own dialler may cut in
        }
    }

    /** Sound flows both ways. */
    fun connected() {
        current?.let { if (it.state != Connection.STATE_ACTIVE && it.state != Connection.STATE_HOLDING) it.setActive() }
    }

    fun account(context: Context): PhoneAccount = PhoneAccount.builder(handle(context), "Sotto")
        .setCapabilities(PhoneAccount.CAPABILITY_SELF_MANAGED)
        .setExtras(Bundle().apply { if (Build.VERSION.SDK_INT >= 28) putBoolean(PhoneAccount.EXTRA_LOG_SELF_MANAGED_CALLS, false) })
        .build()

    fun handle(context: Context) = PhoneAccountHandle(ComponentName(context, Service::class.java), "sotto")

    /** No call any more. */
    fun over() {
        current?.let {
            it.setDisconnected(DisconnectCause(DisconnectCause.LOCAL))
            it.destroy()
        }
        current = null
    }

    /** What Telecom binds to. */
    class Service : ConnectionService() {
        override fun onCreateIncomingConnection(account: PhoneAccountHandle?, request: ConnectionRequest?): Connection =
            Call(this).also {
                it.setRinging()
                current = it
            }

        override fun onCreateOutgoingConnection(account: PhoneAccountHandle?, request: ConnectionRequest?): Connection =
            Call(this).also {
                it.setDialing()
                current = it
            }
    }

    /** The call as the system sees it: buttons of headsets and cars come in here. */
    class Call(private val context: Context) : Connection() {
        init {
            if (Build.VERSION.SDK_INT >= 25) connectionProperties = PROPERTY_SELF_MANAGED
            audioModeIsVoip = true
            setAddress(Uri.parse("sotto:call"), TelecomManager.PRESENTATION_RESTRICTED)
        }

        override fun onAnswer() = command { it.answer() }

        override fun onReject() = command { it.hangUp() }

        override fun onDisconnect() = command { it.hangUp() }

        override fun onHold() = command { it.hold(true) }

        override fun onUnhold() = command { it.hold(false) }

        override fun onShowIncomingCallUi() = context.startActivity(callIntent(context))

        /** Another app, or the system, changed the route: on older systems the only sign of it. */
        @Suppress("DEPRECATION")
        @Deprecated("asked for by older systems only")
        override fun onCallAudioStateChanged(state: CallAudioState) {
            val levers = context.sotto.levers
            if (Build.VERSION.SDK_INT >= 31 || !levers.holds(Operation.SPEAKER)) return
            val loud = state.route == CallAudioState.ROUTE_SPEAKER
            if (loud) setAudioRoute(CallAudioState.ROUTE_EARPIECE)
            context.sotto.session.phone?.platform(Operation.SPEAKER, if (loud) PlatformNews.ViolationBegan else PlatformNews.ViolationEnded)
        }

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
