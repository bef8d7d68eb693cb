package app.sotto.android.system

import android.app.*
import android.content.Context
import android.content.Intent
import app.sotto.*
import app.sotto.android.*

/** Notifications: what the core says, and on the lock screen what it says for a locked one. */
class Notices(private val context: Context) {
    private val manager = context.service<NotificationManager>()
    private val words get() = context.sotto.session

    fun channels() = manager.createNotificationChannels(
        mapOf(CALLS to "channel_calls", MESSAGES to "channel_messages", DINGS to "dings").map { (name, key) ->
            NotificationChannel(name, words.word(key), NotificationManager.IMPORTANCE_HIGH).apply {
                // calls and Dings are rung by the ringer
                if (name != MESSAGES) setSound(null, null)
                lockscreenVisibility = Notification.VISIBILITY_PRIVATE
            }
        } + NotificationChannel(CONNECTION, words.word("channel_connection"), NotificationManager.IMPORTANCE_MIN),
    )

    fun call(phone: Phone) = notice(phone, NotificationAbout.IncomingCall, CALLS, Notification.CATEGORY_CALL) {
        val open = opens(1, callIntent(context))
        setFullScreenIntent(open, true).setContentIntent(open).setOngoing(true)
    }

    fun callOver() = manager.cancel(CALLS, ID)

    fun message(phone: Phone, contact: String) = notice(phone, NotificationAbout.Message(contact), MESSAGES, Notification.CATEGORY_MESSAGE)

    /** Somebody asks for a secure chat; where the level hides people it names nobody. */
    fun secureChat(phone: Phone) = notice(phone, NotificationAbout.SecureChat, MESSAGES, Notification.CATEGORY_MESSAGE, SECURE_CHAT)

    /** The newest call of the log, if the core says that it was missed. */
    fun missed(phone: Phone) {
        val contact = phone.callLog().firstOrNull()?.contact ?: return
        notice(phone, NotificationAbout.MissedCall(contact), MESSAGES, Notification.CATEGORY_CALL, MISSED)
    }

    fun ding(phone: Phone) {
        val id = phone.incomingDingView()?.id ?: return
        notice(phone, NotificationAbout.Ding(id), DINGS, Notification.CATEGORY_REMINDER) {
            val pending = opens(2, Intent(context, MainActivity::class.java).putExtra(DING, true))
            setFullScreenIntent(pending, true).setContentIntent(pending)
        }
    }

    /** What stands in the bar while calls can reach this phone, or one runs. */
    fun running(inCall: Boolean): Notification = Notification.Builder(context, CONNECTION)
        .setSmallIcon(R.drawable.eyeglasses)
        .setContentTitle(words.word(if (inCall) "in_call" else "running"))
        .setVisibility(Notification.VISIBILITY_SECRET)
        .setContentIntent(opens(3, if (inCall) callIntent(context) else Intent(context, MainActivity::class.java)))
        .build()

    private fun notice(
        phone: Phone, about: NotificationAbout, channel: String, kind: String, tag: String = channel, more: Notification.Builder.() -> Unit = { },
    ) {
        val open = phone.notificationView(about, false) ?: return
        val locked = phone.notificationView(about, true) ?: return
        val notification = builder(open, channel)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .setPublicVersion(builder(locked, channel).build())
            .setContentIntent(opens(open.opens.hashCode(), Intent(context, MainActivity::class.java).putExtra(OPENS, open.opens)))
            .setCategory(kind)
            .setAutoCancel(true)
            .apply(more)
            .build()
        manager.notify(tag, ID, notification)
    }

    private fun opens(code: Int, what: Intent): PendingIntent =
        PendingIntent.getActivity(context, code, what, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)

    private fun builder(view: NotificationView, channel: String) = Notification.Builder(context, channel)
        .setSmallIcon(R.drawable.eyeglasses)
        .setColor(context.getColor(R.color.accent))
        .setContentTitle(view.who?.words ?: view.title.words)
        .setContentText(view.text ?: view.title.words.takeIf { view.who != null })

    companion object {
        const val OPENS = "opens"
        const val DING = "ding"
        const val CALLS = "calls"
        const val MESSAGES = "messages"
        const val DINGS = "dings"
        const val MISSED = "missed"
        const val SECURE_CHAT = "secure_chat"
        const val CONNECTION = "connection"

        /** One notification of each kind: the newest, as older ones stand in the app. */
        const val ID = 1
    }
}
