package app.sotto.android

import android.app.NotificationManager
import android.content.Context
import android.media.*
import android.os.*
import android.provider.Settings
import app.sotto.Rings

/** Rings and shakes while a call or a Ding rings, as the phone's ringer mode and Do Not Disturb allow. */
class Ringer(private val context: Context) {
    private val vibrator = context.getSystemService(Vibrator::class.java)
    private val main = Handler(Looper.getMainLooper())
    private var rings: Rings? = null
    private var tone: Ringtone? = null

    /** Ringtones of systems before 28 end. */
    private val again: Runnable = Runnable {
        if (tone?.isPlaying == false) tone?.play()
        main.postDelayed(again, 1_000)
    }

    fun follow(what: Rings?) {
        if (what == rings) return
        rings = what
        silence()
        if (what == null) return
        val audio = context.service<AudioManager>()
        val silent = context.service<NotificationManager>().currentInterruptionFilter > NotificationManager.INTERRUPTION_FILTER_PRIORITY
        if (silent || audio.ringerMode == AudioManager.RINGER_MODE_SILENT) return
        val loud = audio.ringerMode == AudioManager.RINGER_MODE_NORMAL
        @Suppress("DEPRECATION")
        val shakesToo = Settings.System.getInt(context.contentResolver, Settings.System.VIBRATE_WHEN_RINGING, 0) != 0
        if (!loud || shakesToo) shake()
        if (loud) play(if (what == Rings.CALL) RingtoneManager.TYPE_RINGTONE else RingtoneManager.TYPE_ALARM)
    }

    /** What rings goes on to ring on the screen alone. */
    fun silence() {
        main.removeCallbacks(again)
        tone?.stop()
        tone = null
        vibrator?.cancel()
    }

    /** As a ringtone: else the system lets nobody feel it who is not looking at the app. */
    @Suppress("DEPRECATION")
    private fun shake() = vibrator?.vibrate(VibrationEffect.createWaveform(longArrayOf(0, 700, 900), 0), RINGING)

    /** None where the person chose none. */
    private fun play(kind: Int) {
        val uri = RingtoneManager.getActualDefaultRingtoneUri(context, kind) ?: return
        val ringing = RingtoneManager.getRingtone(context, uri) ?: return
        // a Ding rings like a call: the same stream, so that the same silence holds for it
        ringing.audioAttributes = RINGING
        if (Build.VERSION.SDK_INT >= 28) ringing.isLooping = true else main.postDelayed(again, 1_000)
        tone = ringing
        ringing.play()
    }

    private companion object {
        val RINGING: AudioAttributes = AudioAttributes.Builder()
            .setUsage(AudioAttributes.USAGE_NOTIFICATION_RINGTONE)
            .setContentType(AudioAttributes.CONTENT_TYPE_SONIFICATION)
            .build()
    }
}
