package app.sotto.android.system

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import android.content.Intent
import app.sotto.NotificationAbout
import app.sotto.NotificationView
import app.sotto.Phone
import app.sotto.android.MainActivity
import app.sotto.android.R
import app.sotto.android.sotto

/** Notifications: what the core says, and on the lock screen what it says for a locked one. */
class Notices(private val context: Context) {
    private val manager = context.service<NotificationManager>()
    private val words get() = context.sotto.session

    fun channels() = manager.createNotificationChannels(
        listOf(
            NotificationChannel(CALLS, words.word("channel_calls"), NotificationManager.IMPORTANCE_HIGH).apply {
                // the ringer rings by itself
                setSound(null, null)
                lockscreenVisibility = Notification.VISIBILITY_PRIVATE
            },
            NotificationChannel(MESSAGES, words.word("channel_messages"), NotificationManager.IMPORTANCE_HIGH).apply {
                lockscreenVisibility = Notification.VISIBILITY_PRIVATE
            },
            NotificationChannel(DINGS, words.word("dings"), NotificationManager.IMPORTANCE_HIGH).apply {
                setSound(null, null)
                lockscreenVisibility = Notification.VISIBILITY_PRIVATE
            },
            NotificationChannel(CONNECTION, words.word("channel_connection"), NotificationManager.IMPORTANCE_MIN),
        ),
    )

    fun call(phone: Phone) {
        val open = PendingIntent.getActivity(context, 1, callIntent(context), PendingIntent.FLAG_IMMUTABLE)
        notice(phone, NotificationAbout.IncomingCall, CALLS) {
            setFullScreenIntent(open, true)
            setContentIntent(open)
            setCategory(Notification.CATEGORY_CALL)
            setOngoing(true)
        }
    }

    fun callOver() = manager.cancel(CALLS, ID)

    fun message(phone: Phone, contact: String) = notice(phone, NotificationAbout.Message(contact), MESSAGES) {
        setCategory(Notification.CATEGORY_MESSAGE)
        setAutoCancel(true)
    }

    /** The newest call of the log, if the core says that it was missed. */
    fun missed(phone: Phone) {
        val contact = phone.callLog().firstOrNull()?.contact ?: return
        notice(phone, NotificationAbout.MissedCall(contact), MESSAGES, MISSED) {
            setCategory(Notification.CATEGORY_CALL)
            setAutoCancel(true)
        }
    }

    fun ding(phone: Phone) {
        val id = phone.incomingDingView()?.id ?: return
        notice(phone, NotificationAbout.Ding(id), DINGS) {
            val open = Intent(context, MainActivity::class.java).putExtra(DING, true)
            val pending = PendingIntent.getActivity(context, 2, open, PendingIntent.FLAG_IMMUTABLE)
            setFullScreenIntent(pending, true)
            setContentIntent(pending)
            setCategory(Notification.CATEGORY_REMINDER)
            setAutoCancel(true)
        }
    }

    /** What stands in the bar while calls can reach this phone, or one runs. */
    fun running(inCall: Boolean): Notification = Notification.Builder(context, CONNECTION)
        .setSmallIcon(R.drawable.eyeglasses)
        .setContentTitle(words.word(if (inCall) "in_call" else "running"))
        .setVisibility(Notification.VISIBILITY_SECRET)
        .setContentIntent(
            PendingIntent.getActivity(
                context, 3,
                if (inCall) callIntent(context) else Intent(context, MainActivity::class.java),
                PendingIntent.FLAG_IMMUTABLE,
            ),
        )
        .build()

    private fun notice(
        phone: Phone, about: NotificationAbout, channel: String, tag: String = channel, more: Notification.Builder.() -> Unit,
    ) {
        val open = phone.notificationView(about, false) ?: return
        val locked = phone.notificationView(about, true) ?: return
        val public = builder(locked, channel).build()
        val notification = builder(open, channel)
            .setVisibility(Notification.VISIBILITY_PRIVATE)
            .setPublicVersion(public)
            .setContentIntent(
                PendingIntent.getActivity(
                    context, open.opens.hashCode(),
                    Intent(context, MainActivity::class.java).putExtra(OPENS, open.opens),
                    PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT,
                ),
            )
            .apply(more)
            .build()
        manager.notify(tag, ID, notification)
    }

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
        const val CONNECTION = "connection"

        /** One notification of each kind: the newest, as older ones stand in the app. */
        const val ID = 1
    }
}
