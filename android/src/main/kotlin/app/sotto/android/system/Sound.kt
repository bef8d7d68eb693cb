package app.sotto.android

import android.content.Context
import android.media.*
import android.os.*
import app.sotto.Duties
import app.sotto.Phone
import java.nio.*
import kotlin.concurrent.thread

private const val RATE = 48_000
private const val FRAME = 960u
private const val FRAME_BYTES = 1_920

/** The microphone's and the earpiece's threads: 20 ms of 48 kHz, pushed to the core and pulled from it. */
class Sound(private val context: Context, private val interrupted: () -> Unit) {
    private val audio = context.service<AudioManager>()
    private val focus = AudioFocusRequest.Builder(AudioManager.AUDIOFOCUS_GAIN_TRANSIENT_EXCLUSIVE).setAudioAttributes(SPEECH)
        .setOnAudioFocusChangeListener { if (it == AudioManager.AUDIOFOCUS_LOSS || it == AudioManager.AUDIOFOCUS_LOSS_TRANSIENT) interrupted() }.build()
    private var microphone: Stream? = null
    private var earpiece: Stream? = null

    /** The system took a stream away, or gives none; it is tried again, with a pause that grows. */
    val lost: Boolean get() = microphone?.lost == true || earpiece?.lost == true

    /** Opens the streams that are to be open, and closes the others. */
    fun follow(phone: Phone?, now: Duties) {
        val flowed = microphone != null || earpiece != null
        val flows = now.sound || now.microphone
        if (flows && !flowed) {
            audio.mode = AudioManager.MODE_IN_COMMUNICATION
            // another call has it, the system's own too
            if (audio.requestAudioFocus(focus) == AudioManager.AUDIOFOCUS_REQUEST_FAILED) interrupted()
        }
        microphone = microphone.follow(phone, now.microphone, "sotto-microphone", ::microphone)
        earpiece = earpiece.follow(phone, now.sound, "sotto-earpiece", ::earpiece)
        if (flows || !flowed) return
        audio.abandonAudioFocusRequest(focus)
        audio.mode = AudioManager.MODE_NORMAL
    }

    private fun Stream?.follow(phone: Phone?, wanted: Boolean, name: String, flow: (Phone, () -> Boolean) -> Unit): Stream? {
        if (wanted == (this != null)) return this
        this?.on = false
        return phone?.takeIf { wanted }?.let { Stream(name) { flows -> flow(it, flows) } }
    }

    /** A stream for one time that sound flows: the next time has its own, so that none comes back to life. */
    private class Stream(name: String, private val flow: (flows: () -> Boolean) -> Unit) {
        @Volatile var on = true
        @Volatile var lost = false

        init {
            thread(name = name) { forEver() }
        }

        /** Opens it again after the system took it away, or when the rules for streams change. */
        private fun forEver() {
            Process.setThreadPriority(Process.THREAD_PRIORITY_URGENT_AUDIO)
            var pause = 50L
            while (on) {
                val rules = SoundRules.generation
                var pieces = 0
                try {
                    flow {
                        // asked before each piece: one has come through
                        if (pieces++ == 1) lost = false
                        on && rules == SoundRules.generation
                    }
                } catch (gone: RuntimeException) {
                    // the device went away, or the permission
                }
                if (rules != SoundRules.generation) continue
                lost = on
                pause = if (pieces > 1) 50 else (pause * 2).coerceAtMost(2_000)
                if (on) Thread.sleep(pause)
            }
        }
    }

    private fun microphone(phone: Phone, flows: () -> Boolean) {
        val least = AudioRecord.getMinBufferSize(RATE, AudioFormat.CHANNEL_IN_MONO, AudioFormat.ENCODING_PCM_16BIT)
        // this source has the system's echo canceller behind it
        val builder = AudioRecord.Builder()
            .setAudioSource(MediaRecorder.AudioSource.VOICE_COMMUNICATION)
            .setAudioFormat(format(AudioFormat.CHANNEL_IN_MONO))
            .setBufferSizeInBytes(least.coerceAtLeast(FRAME_BYTES * 4))
        // a call's is private by itself; it is never said not to be
        if (Build.VERSION.SDK_INT >= 30 && SoundRules.private) builder.setPrivacySensitive(true)
        val record = builder.build()
        SoundRules.sessions += record.audioSessionId
        try {
            if (SoundRules.builtInOnly) record.preferredDevice = audio.own(AudioManager.GET_DEVICES_INPUTS, AudioDeviceInfo.TYPE_BUILTIN_MIC)
            record.startRecording()
            val frame = ByteBuffer.allocateDirect(FRAME_BYTES).order(ByteOrder.nativeOrder())
            var read = FRAME_BYTES
            var pieces = 0
            var silenced = false // by the system, for another app: then there is nothing to push, and the core tells both people
            while (read > 0 && flows()) {
                if (Build.VERSION.SDK_INT >= 29 && pieces++ % 50 == 0) silenced = runCatching { record.activeRecordingConfiguration?.isClientSilenced }.getOrNull() == true
                frame.clear()
                read = record.read(frame, FRAME_BYTES)
                frame.limit(read.coerceAtLeast(0))
                if (read > 0 && !silenced) phone.pushMicrophone(frame)
            }
        } finally {
            record.release()
        }
    }

    private fun earpiece(phone: Phone, flows: () -> Boolean) {
        val least = AudioTrack.getMinBufferSize(RATE, AudioFormat.CHANNEL_OUT_MONO, AudioFormat.ENCODING_PCM_16BIT)
        val track = AudioTrack.Builder()
            .setAudioAttributes(attributes())
            .setAudioFormat(format(AudioFormat.CHANNEL_OUT_MONO))
            .setBufferSizeInBytes(least.coerceAtLeast(FRAME_BYTES * 2))
            .setTransferMode(AudioTrack.MODE_STREAM)
            .build()
        try {
            if (SoundRules.builtInOnly) track.preferredDevice = audio.earpiece()
            track.play()
            // blocks until there is room: this is the rhythm
            var written = 0
            while (written >= 0 && flows()) written = phone.pullLoudspeaker(FRAME).let { track.write(it, 0, it.size) }
        } finally {
            track.release()
        }
    }

    private fun attributes(): AudioAttributes {
        if (Build.VERSION.SDK_INT < 29 || !SoundRules.private) return SPEECH
        return AudioAttributes.Builder(SPEECH).setAllowedCapturePolicy(AudioAttributes.ALLOW_CAPTURE_BY_NONE).build()
    }

    private fun format(channel: Int) =
        AudioFormat.Builder().setSampleRate(RATE).setEncoding(AudioFormat.ENCODING_PCM_16BIT).setChannelMask(channel).build()
}

/** Sound of a call: it goes where calls go. */
val SPEECH: AudioAttributes =
    AudioAttributes.Builder().setUsage(AudioAttributes.USAGE_VOICE_COMMUNICATION).setContentType(AudioAttributes.CONTENT_TYPE_SPEECH).build()
