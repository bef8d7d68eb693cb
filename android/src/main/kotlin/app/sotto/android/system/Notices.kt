package app.sotto.android

import android.app.*
import android.content.*
import android.os.Build
import app.sotto.*

/** Notifications: what the core says, and on the lock screen what it says for a locked one. */
class Notices(private val context: Context) {
    private val manager = context.service<NotificationManager>()
    private val words get() = context.sotto.session

    /** What stands among the system's notifications, by the core's id. */
    private val told = HashMap<String, News>()

    /** A process of ours before this one may have left some. */
    private var inherits = true

    fun channels() = manager.createNotificationChannels(
        mapOf(CALLS to "channel_calls", MESSAGES to "channel_messages", DINGS to "dings").map { (name, key) ->
            NotificationChannel(name, words.word(key), NotificationManager.IMPORTANCE_HIGH).apply {
                // calls and Dings are rung by the ringer
                if (name != MESSAGES) setSound(null, null)
                lockscreenVisibility = Notification.VISIBILITY_PRIVATE
            }
        } + NotificationChannel(CONNECTION, words.word("channel_connection"), NotificationManager.IMPORTANCE_MIN),
    )

    /** A call rings: on a locked phone it is the screen, on another one a notice with its answers. */
    fun call(phone: Phone, number: ULong) {
        val open = phone.notificationView(NotificationAbout.IncomingCall, false) ?: return
        val locked = phone.notificationView(NotificationAbout.IncomingCall, true) ?: return
        val window = opens(1, callIntent(context))
        val answer = opens(2, callIntent(context).putExtra(ANSWER, number.toLong() xor SALT))
        val declines = Intent(context, CallService::class.java).putExtra(DECLINE, number.toLong() xor SALT)
        val decline = PendingIntent.getService(context, 3, declines, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)
        val notice = builder(CALLS, open.title, open.who)
        if (Build.VERSION.SDK_INT >= 31) {
            val who = Person.Builder().setName((open.who ?: open.title).words).setImportant(true).build()
            notice.setStyle(Notification.CallStyle.forIncomingCall(who, decline, answer))
        } else {
            val view = phone.incomingView() ?: return
            notice.addAction(Notification.Action.Builder(null, view.decline.label.words, decline).build())
            notice.addAction(Notification.Action.Builder(null, view.answer.label.words, answer).build())
        }
        notice.setPublicVersion(builder(CALLS, locked.title, null).build()).setCategory(Notification.CATEGORY_CALL)
        manager.notify(CALLS, ID, notice.setFullScreenIntent(window, true).setContentIntent(window).setOngoing(true).build())
    }

    fun callOver() = manager.cancel(CALLS, ID)

    /** What the core wants told of an event; nothing while the person looks at the app. */
    fun news(phone: Phone, event: Event, anew: Boolean = true) = phone.news(event, false, context.sotto.levers.windows.shown)?.let { post(phone, it, anew) } ?: Unit

    /** What was told is as the core says now: changed, or taken back. `shown`: the person looks at the app. */
    fun follow(phone: Phone, shown: Boolean) {
        for ((id, before) in told.toMap()) {
            val now = if (shown) null else phone.stillNews(id, false)
            if (now == null) told.remove(id).also { manager.cancel(id, ID) } else if (now != before) post(phone, now, anew = false)
        }
        // what is inherited goes as the rest would: before a level that names nobody, and when the person looks
        if (!inherits || !(shown || context.sotto.levers.holds(Operation.IDENTITY))) return
        inherits = false
        manager.activeNotifications.filter { it.tag != null && it.tag != CALLS && it.tag !in told }.forEach { manager.cancel(it.tag, it.id) }
    }

    /** `anew`: it has just happened, and may turn the screen on. */
    private fun post(phone: Phone, news: News, anew: Boolean) {
        val locked = phone.stillNews(news.id, true) ?: return
        val channel = if (news.rings) DINGS else MESSAGES
        val notice = builder(channel, news.title, news.body).setOnlyAlertOnce(true)
            .setPublicVersion(builder(channel, locked.title, locked.body).build())
            .setCategory(if (news.rings) Notification.CATEGORY_REMINDER else Notification.CATEGORY_MESSAGE)
            .setAutoCancel(true)
        val window = if (news.rings) callIntent(context) else Intent(context, MainActivity::class.java).putExtra(OPENS, news.opens.orEmpty())
        val pending = opens(news.id.hashCode(), window)
        if (news.rings && anew) notice.setFullScreenIntent(pending, true)
        manager.notify(news.id, ID, notice.setContentIntent(pending).build())
        told[news.id] = news
    }

    /** What stands in the bar while calls can reach this phone, or one runs. */
    fun running(inCall: Boolean): Notification = Notification.Builder(context, CONNECTION)
        .setSmallIcon(R.drawable.eyeglasses)
        .setContentTitle(words.word(if (inCall) "in_call" else "running"))
        .setVisibility(Notification.VISIBILITY_SECRET)
        .setContentIntent(opens(4, if (inCall) callIntent(context) else Intent(context, MainActivity::class.java)))
        .build()

    private fun opens(code: Int, what: Intent): PendingIntent =
        PendingIntent.getActivity(context, code, what, PendingIntent.FLAG_IMMUTABLE or PendingIntent.FLAG_UPDATE_CURRENT)

    private fun builder(channel: String, title: Text, body: Text?) = Notification.Builder(context, channel)
        .setSmallIcon(R.drawable.eyeglasses)
        .setColor(context.getColor(R.color.accent))
        .setContentTitle(title.words)
        .setContentText(body?.words)
        .setVisibility(Notification.VISIBILITY_PRIVATE)

    companion object {
        const val OPENS = "opens"
        const val ANSWER = "answer"
        const val DECLINE = "decline"
        const val CALLS = "calls"
        const val MESSAGES = "messages"
        const val DINGS = "dings"
        const val CONNECTION = "connection"

        /** One notification of each kind: the newest, as older ones stand in the app. */
        const val ID = 1

        /** Numbers of calls begin anew with each process: one of another's is none of this one's. */
        private val SALT = kotlin.random.Random.nextLong()

        /** The call that was answered or declined on its notification. */
        fun numbered(intent: Intent?, what: String): ULong? = intent?.takeIf { it.hasExtra(what) }?.let { (it.getLongExtra(what, 0) xor SALT).toULong() }
    }
}
