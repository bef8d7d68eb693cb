package app.sotto.android.system

import android.content.Context
import android.media.*
import android.os.*
import android.app.NotificationManager

/** Rings and shakes while a call or a Ding rings, as the phone's ringer mode and Do Not Disturb allow. */
class Ringer(private val context: Context) {
    private var tone: Ringtone? = null
    private val vibrator = context.getSystemService(Vibrator::class.java)

    /** `call`: as loud and long as calls; else as a Ding. */
    fun follow(ring: Boolean, call: Boolean) {
        if (ring == (tone != null)) return
        if (!ring) {
            tone?.stop()
            tone = null
            vibrator?.cancel()
            return
        }
        val kind = if (call) RingtoneManager.TYPE_RINGTONE else RingtoneManager.TYPE_ALARM
        val uri = RingtoneManager.getActualDefaultRingtoneUri(context, kind) ?: RingtoneManager.getDefaultUri(kind)
        val ringing = RingtoneManager.getRingtone(context, uri) ?: return
        // a Ding rings like a call: the same stream, so that the same silence holds for it
        ringing.audioAttributes = AudioAttributes.Builder()
            .setUsage(AudioAttributes.USAGE_NOTIFICATION_RINGTONE)
            .setContentType(AudioAttributes.CONTENT_TYPE_SONIFICATION)
            .build()
        if (Build.VERSION.SDK_INT >= 28) ringing.isLooping = true
        tone = ringing
        val audio = context.service<AudioManager>()
        val notices = context.service<NotificationManager>()
        if (notices.currentInterruptionFilter > NotificationManager.INTERRUPTION_FILTER_PRIORITY) return
        if (audio.ringerMode == AudioManager.RINGER_MODE_NORMAL) ringing.play()
        if (audio.ringerMode != AudioManager.RINGER_MODE_SILENT) {
            vibrator?.vibrate(VibrationEffect.createWaveform(longArrayOf(0, 700, 900), 0))
        }
    }
}
